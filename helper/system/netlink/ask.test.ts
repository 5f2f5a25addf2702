import { expect, test } from 'vitest'
import { askOver } from '../../../test/fakes/netlink-look.ts'
import { NetlinkMalformed, u32Bytes } from '../../core/netlink/bytes.ts'
import { control, encodeMessage, flag } from '../../core/netlink/message.ts'
import { dump } from '../../core/netlink/question.ts'
import { NetlinkFailed } from './ask.ts'
import type { NetlinkSocket, TakeSocket } from './socket.ts'

const question = dump(0, 18)
const asked = { port: 1, sequence: 1 }
const message = (type: number, body: Uint8Array, flags = 2) => encodeMessage({ ...asked, type, flags, body })
const entry = (number: number, flags?: number) => message(16, u32Bytes(number), flags)
const end = message(control.done, u32Bytes(0))
const refusal = (errno: number) => message(control.error, u32Bytes(-errno))

/** What each receive of one socket gives; the word of an error, or datagrams. */
type Given = readonly (string | readonly Uint8Array[])[]

/** @param script one socket after another; the last one's goes on for ever. A word: no socket, for this reason. */
function scripted(...script: readonly (string | Given)[]) {
  const released: boolean[] = []
  let taken = 0
  const take: TakeSocket = async () => {
    const given = script[Math.min(taken++, script.length - 1)] ?? []
    if (typeof given === 'string') return given
    let received = 0
    const socket: NetlinkSocket = {
      asked,
      send: async () => null,
      receive: async () => given[received++] ?? 'EAGAIN',
      release: (whole) => void released.push(whole),
    }
    return socket
  }
  const answer = askOver(take)(question, (body) => body[0])
  return { answer, released, taken: () => taken }
}

test('an answer of several receives is one list, and its socket is used again', async () => {
  const { answer, released } = scripted([[entry(1), entry(2)], [entry(3)], [end]])
  expect(await answer).toEqual({ entries: [1, 2, 3] })
  expect(released).toEqual([true])
})

test('what changed meanwhile is asked again, and nothing of the first answer is kept', async () => {
  const { answer, released } = scripted([[entry(1, 2 | flag.interrupted), end]], [[entry(2), end]])
  expect(await answer).toEqual({ entries: [2] })
  expect(released).toEqual([true, true])
})

test.each([
  ['the socket overflowed', ['ENOBUFS']],
  ['the end never comes', [[entry(1)]]],
  ['memory is short', [[refusal(12)]]],
])('asked again on another socket where %s', async (_, first) => {
  const { answer, taken } = scripted(first as Given, [[entry(2), end]])
  expect(await answer).toEqual({ entries: [2] })
  expect(taken()).toBe(2)
})

test.each([
  ['it changes for ever', [[entry(1, 2 | flag.interrupted), end]], 'it changed meanwhile'],
  ['it overflows for ever', ['ENOBUFS'], 'ENOBUFS'],
  ['there are no descriptors', 'EMFILE', 'EMFILE'],
])('but a dozen times at most, where %s', async (_, script, words) => {
  const { answer, taken } = scripted(script as string | Given)
  await expect(answer).rejects.toThrow(`netlink 0, question 18: 12 times ${words}`)
  await expect(answer).rejects.toBeInstanceOf(NetlinkFailed)
  expect(taken()).toBe(12)
})

test.each([
  ['a kernel without it has no socket', 'EPROTONOSUPPORT', 'EPROTONOSUPPORT'],
  ['a kernel without it refuses', [[refusal(95)]], 'ENOTSUP'],
  ['there is no such entry', [[refusal(2)]], 'ENOENT'],
  ['a message is longer than its room', ['EMSGSIZE'], 'EMSGSIZE'],
])('%s: an answer, asked once', async (_, script, refused) => {
  const { answer, taken } = scripted(script as string | Given)
  expect(await answer).toEqual({ refused })
  expect(taken()).toBe(1)
})

test('bytes that contradict themselves are an error, and their socket is not used again', async () => {
  const { answer, released } = scripted([[Uint8Array.of(1, 0, 0, 0, 0, 0)]])
  await expect(answer).rejects.toBeInstanceOf(NetlinkMalformed)
  expect(released).toEqual([false])
})

test('a question that is given up makes no further call once the one under way has come back', async () => {
  const controller = new AbortController()
  const calls: string[] = []
  const take: TakeSocket = async () => ({
    asked,
    send: async () => null,
    receive: async () => {
      calls.push('receive')
      controller.abort(new Error('too late'))
      return [entry(1)]
    },
    release: (whole) => void calls.push(`release ${whole}`),
  })
  await expect(askOver(take, controller.signal)(question, () => 1)).rejects.toThrow('too late')
  expect(calls).toEqual(['receive', 'release false'])
})
