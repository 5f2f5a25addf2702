import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Request } from '../core/change/request.ts'
import { attribute } from '../core/netlink/attributes.ts'
import { i32, joined, u32Bytes, zeroEnded } from '../core/netlink/bytes.ts'
import { control, decodeMessages, encodeMessage, flag } from '../core/netlink/message.ts'
import type { TakeSocket } from './netlink/socket.ts'
import { createRequests, requestMs } from './requests.ts'

const asked = { port: 1, sequence: 1 }
const answer = (type: number, body: Uint8Array, flags = 0) => encodeMessage({ ...asked, type, flags, body })
const acknowledged = answer(control.error, u32Bytes(0))
/** struct nlmsgerr without the request, then the words. */
const refusal = (errno: number, words: string) =>
  answer(
    control.error,
    joined(u32Bytes(-errno), new Uint8Array(16), attribute(1, zeroEnded(words))),
    flag.capped | flag.extended,
  )
const RTM_NEWLINK = 16
const RTM_GETLINK = 18
/** struct ifinfomsg of a link with this index and name. */
const linkNamed = (index: number, name: string) =>
  answer(RTM_NEWLINK, joined(new Uint8Array(4), u32Bytes(index), new Uint8Array(8), attribute(3, zeroEnded(name))))

/** A kernel that answers what it is sent, by type; a promise of an answer keeps whoever asks waiting, as a lock does. */
function kernel(answerTo: (type: number) => readonly Uint8Array[] | Promise<readonly Uint8Array[]>) {
  const sent: { readonly type: number; readonly body: Uint8Array }[] = []
  let underWay = 0
  const take: TakeSocket = async () => {
    let answers: readonly Uint8Array[] = []
    return {
      asked,
      async send(request) {
        const [{ type, body } = { type: 0, body: new Uint8Array() }] = decodeMessages(request)
        sent.push({ type, body: body.slice() })
        underWay += 1
        expect(underWay).toBe(1)
        answers = await answerTo(type)
        underWay -= 1
        return null
      },
      async receive() {
        const received = answers
        answers = []
        return received.length > 0 ? received : 'EAGAIN'
      },
      release() {},
    }
  }
  return { sent, take, types: () => sent.map(({ type }) => type) }
}

const noNft = () => Promise.reject(new Error('nft is not started'))
const rule: Request = {
  kind: 'add-rule',
  family: 6,
  priority: 1,
  selector: {},
  action: { unreachable: true },
  protocol: 66,
}
const address: Request = { kind: 'add-address', interface: 'roam6', address: 'fd00::1', prefixLength: 128 }
const RTM_NEWADDR = 20
const RTM_NEWRULE = 32

test('a request is done when the kernel says so; what it refuses has its name and its words', async () => {
  const done = createRequests(kernel(() => [acknowledged]).take, noNft)
  expect(await done.send(rule)).toBeNull()
  const refused = createRequests(kernel(() => [refusal(95, 'Unknown device type')]).take, noNft)
  expect(await refused.send(rule)).toEqual({ error: 'ENOTSUP', words: 'Unknown device type' })
})

test.each([
  ['never answers the socket', [] as Uint8Array[], 'EAGAIN'],
  ['answers another question', [answer(control.error, u32Bytes(0)).with(8, 9)], 'EAGAIN'],
])('a kernel that %s has refused, and the request is sent once', async (_, answers, error) => {
  const { take, sent } = kernel(() => [...answers])
  expect(await createRequests(take, noNft).send(rule)).toEqual({ error, words: '' })
  expect(sent).toHaveLength(1)
})

test.each([
  ['it is told', () => [Uint8Array.of(1, 0, 0, 0)], rule],
  [
    'it is asked for the link',
    (type: number) => [type === RTM_GETLINK ? linkNamed(1, 'x').subarray(0, 30) : acknowledged],
    address,
  ],
])('an answer that contradicts itself is a refusal, not a success, when %s', async (_, answerTo, request) => {
  const { take, sent } = kernel(answerTo)
  const refused = await createRequests(take, noNft).send(request)
  expect(refused).toEqual({ error: 'EPROTO', words: expect.stringMatching(/\d/) })
  expect(sent).toHaveLength(1)
})

test('an address is deleted from the link that a look has seen, whatever bears its name by now', async () => {
  const { take, sent } = kernel(() => [acknowledged])
  const request: Request = { ...address, kind: 'delete-address', index: 0x4321 }
  expect(await createRequests(take, noNft).send(request)).toBeNull()
  expect(sent.map(({ body }) => i32(body, 4))).toEqual([0x4321])
})

test('a link is found by its name at that moment, and the request names its index', async () => {
  const { take, sent, types } = kernel((type) =>
    type === RTM_GETLINK ? [linkNamed(0x1234, 'roam6'), acknowledged] : [acknowledged],
  )
  expect(await createRequests(take, noNft).send(address)).toBeNull()
  expect(types()).toEqual([RTM_GETLINK, RTM_NEWADDR])
  expect(i32(sent[1]?.body ?? new Uint8Array(), 4)).toBe(0x1234)
})

test('a link that is not there is refused, and nothing is sent for it', async () => {
  const { take, types } = kernel(() => [refusal(19, '')])
  expect(await createRequests(take, noNft).send(address)).toEqual({
    error: 'ENODEV',
    words: 'cannot find device "roam6"',
  })
  expect(types()).toEqual([RTM_GETLINK])
})

test('nft works beside the kernel, one call at a time', async () => {
  const { take } = kernel(() => [acknowledged])
  let finish = () => {}
  const begun: string[] = []
  const requests = createRequests(take, async ([line = '']) => {
    begun.push(line)
    await new Promise<void>((resolve) => (finish = resolve))
    return null
  })
  const ruleset = (line: string): Request => ({ kind: 'ruleset', lines: [line] })
  const [first, second] = [requests.send(ruleset('first')), requests.send(ruleset('second'))]
  expect(await requests.send(rule)).toBeNull()
  expect(begun).toEqual(['first'])
  finish()
  expect(await first).toBeNull()
  await vi.waitFor(() => expect(begun).toEqual(['first', 'second']))
  finish()
  expect(await second).toBeNull()
})

describe('while another program holds the kernel’s lock', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  /** Each call waits until it is let go. */
  function locked() {
    const waiting: (() => void)[] = []
    const { take, types } = kernel(
      () => new Promise<readonly Uint8Array[]>((resolve) => waiting.push(() => resolve([acknowledged]))),
    )
    return { requests: createRequests(take, noNft), types, letGo: () => waiting.shift()?.() }
  }

  test('a request is given up at its deadline, and none that is sent later comes before it', async () => {
    const { requests, types, letGo } = locked()
    const first = requests.send(rule)
    await vi.advanceTimersByTimeAsync(requestMs)
    expect(await first).toEqual({ error: 'ETIMEDOUT', words: `the kernel did not answer within ${requestMs} ms` })
    const second = requests.send(rule)
    const third = requests.send(rule)
    await vi.advanceTimersByTimeAsync(requestMs - 1)
    expect(types()).toEqual([RTM_NEWRULE])
    letGo()
    await vi.advanceTimersByTimeAsync(0)
    expect(types()).toEqual([RTM_NEWRULE, RTM_NEWRULE])
    letGo()
    expect(await second).toBeNull()
    // The third one's time was up before its turn came: it is never sent.
    await vi.advanceTimersByTimeAsync(1)
    expect(await third).toMatchObject({ error: 'ETIMEDOUT' })
  })

  test('an abort is heeded at once; the request that is under way is waited for where one must know', async () => {
    const { requests, types, letGo } = locked()
    const wish = new AbortController()
    const given = requests.send(rule, wish.signal)
    const waiting = requests.send(rule, wish.signal)
    wish.abort(new Error('down'))
    await expect(given).rejects.toThrow('down')
    await expect(waiting).rejects.toThrow('down')
    let settled = false
    const settles = requests.settled().then(() => (settled = true))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(settled).toBe(false)
    letGo()
    await settles
    expect(types()).toEqual([RTM_NEWRULE])
  })

  test('who waits for it to be settled need not wait for ever', async () => {
    const { requests } = locked()
    void requests.send(rule)
    const wish = new AbortController()
    const settles = requests.settled(wish.signal)
    wish.abort(new Error('late'))
    await expect(settles).rejects.toThrow('late')
  })
})
