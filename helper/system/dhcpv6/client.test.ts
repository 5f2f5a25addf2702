import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { takeAddress } from './client.ts'
import type { Datagrams } from './socket.ts'

const identity = Uint8Array.from([0, 3, 0, 1, 2, 0, 0, 0, 0, 1])
const address = [0x20, 0x01, 0x0d, 0xb8, 0xab, 0xba, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0xd1]
const home = ['2001:db8:abba::/48']
const names = { 1: 'solicit', 3: 'request', 5: 'renew', 6: 'rebind', 8: 'release' } as Record<number, string>

const option = (code: number, content: readonly number[]) => [0, code, 0, content.length, ...content]
const lifetime = [0, 0, 2, 88] // 600
interface Said {
  readonly type: number
  readonly rapid?: boolean
  readonly status?: number
}
const answer = (transaction: Uint8Array, { type, rapid = false, status = 0 }: Said) =>
  Uint8Array.from([
    type,
    ...transaction,
    ...option(1, [...identity]),
    ...option(2, [0, 3, 0, 1, 9]),
    ...option(3, [0, 0, 0, 1, ...new Array<number>(8).fill(0), ...option(5, [...address, ...lifetime, ...lifetime])]),
    ...(rapid ? option(14, []) : []),
    ...option(13, [0, status]),
  ])

/** @param says to each kind of question; what is not in it meets silence */
function server(says: Record<string, Said>) {
  const heard: { kind: string; at: number }[] = []
  const listeners = new Set<(message: Uint8Array) => void>()
  const state = { says, closed: false }
  const datagrams: Datagrams = {
    send(message) {
      const kind = names[message[0] ?? 0] ?? 'nothing'
      heard.push({ kind, at: performance.now() })
      const said = state.says[kind]
      if (said) queueMicrotask(() => listeners.forEach((tell) => void tell(answer(message.slice(1, 4), said))))
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => {
      state.closed = true
    },
  }
  return { heard, state, datagrams, kinds: () => heard.map(({ kind }) => kind) }
}

const take = ({ datagrams }: { datagrams: Datagrams }, signal = new AbortController().signal) =>
  takeAddress({ datagrams, identity, home, deadlineMs: 15_000, signal })
const held = async (given: ReturnType<typeof server>) => {
  const taken = await take(given)
  if (typeof taken === 'string') throw new Error(taken)
  return taken
}
const committed = { type: 7, rapid: true }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('taken at once, renewed at T1, and given back', async () => {
  const at = server({ solicit: committed, renew: { type: 7 } })
  const lease = await held(at)
  expect(lease.address).toBe('2001:db8:abba:1000::d1')
  await vi.advanceTimersByTimeAsync(299_000)
  expect(at.kinds()).toEqual(['solicit'])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(at.kinds()).toEqual(['solicit', 'renew'])
  await vi.advanceTimersByTimeAsync(300_000)
  expect(at.kinds()).toEqual(['solicit', 'renew', 'renew'])
  lease.release()
  lease.release()
  expect(at.kinds().slice(3)).toEqual(['release'])
  expect(at.state.closed).toBe(true)
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(at.heard).toHaveLength(4)
})

test('of an offer', async () => {
  const at = server({ solicit: { type: 2 }, request: { type: 7 } })
  expect((await held(at)).address).toBe('2001:db8:abba:1000::d1')
  expect(at.kinds()).toEqual(['solicit', 'request'])
})

test('nobody answers: it is asked again, ever more seldom, until the deadline', async () => {
  const at = server({})
  const taken = take(at)
  await vi.advanceTimersByTimeAsync(15_000)
  expect(await taken).toBe('no DHCPv6 server answers')
  expect(at.heard.length).toBeGreaterThanOrEqual(4)
  expect(at.heard.length).toBeLessThanOrEqual(5)
})

test('no address to give', async () => {
  expect(await take(server({ solicit: { type: 2, status: 2 } }))).toBe('status 2')
})

test('aborted while it waits', async () => {
  const stop = new AbortController()
  const taken = take(server({}), stop.signal)
  stop.abort()
  expect(await taken).toBeTypeOf('string')
})

test('nobody renews it: whoever is there is asked, then it ends', async () => {
  const at = server({ solicit: committed })
  const { ended } = await held(at)
  await vi.advanceTimersByTimeAsync(600_000)
  expect(await ended).toBe('nobody renewed it')
  expect([...new Set(at.kinds())]).toEqual(['solicit', 'renew', 'rebind'])
  expect(at.heard.length).toBeLessThan(20)
})

test('a server that comes back in time renews it', async () => {
  const at = server({ solicit: committed })
  await held(at)
  await vi.advanceTimersByTimeAsync(500_000)
  at.state.says = { rebind: { type: 7 } }
  await vi.advanceTimersByTimeAsync(100_000)
  expect(at.kinds().at(-1)).toBe('rebind')
  at.state.says = { renew: { type: 7 } }
  await vi.advanceTimersByTimeAsync(300_000)
  expect(at.kinds().at(-1)).toBe('renew')
})

test('a server that does not know it any more ends it', async () => {
  const at = server({ solicit: committed, renew: { type: 7, status: 3 } })
  const { ended } = await held(at)
  await vi.advanceTimersByTimeAsync(301_000)
  expect(await ended).toBe('status 3')
})
