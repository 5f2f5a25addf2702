import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { echoes } from './echo.ts'
import type { RawSocket } from './raw-socket.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

const echoReply = 129

/** Makes a socket to a host that answers. `answersAt` says when (ms after the first echo), by when it was asked; null: the echo is lost. */
function socketTo(answersAt: (askedAt: number) => number | null) {
  const start = performance.now()
  const sentAt: number[] = []
  const waiting: { readonly at: number; readonly packet: Buffer }[] = []
  const socket: RawSocket = {
    send(packet) {
      const asked = performance.now() - start
      sentAt.push(asked)
      const at = answersAt(asked)
      const answer = Buffer.from(packet)
      answer.writeUInt8(echoReply, 0)
      if (at !== null) waiting.push({ at: start + at, packet: answer })
      return null
    },
    receive() {
      const isThere = ({ at }: { readonly at: number }) => at <= performance.now()
      const packets = waiting.filter(isThere).map(({ packet }) => packet)
      waiting.splice(0, waiting.length, ...waiting.filter((one) => !isThere(one)))
      return { packets, error: null }
    },
    readable(timeoutMs) {
      const first = Math.min(...waiting.map(({ at }) => at)) - performance.now()
      return new Promise((resolve) => setTimeout(resolve, Math.max(Math.min(timeoutMs, first), 0), first <= timeoutMs))
    },
    close() {},
  }
  return { socket, sentAt }
}

async function ask(answersAt: (askedAt: number) => number | null) {
  const { socket, sentAt } = socketTo(answersAt)
  const request = { target: '2a00::102', count: 3, enough: 1, deadlineMs: 3_500 }
  const asked = echoes(request, async () => socket)
  await vi.runAllTimersAsync()
  return { answer: await asked, sentAt }
}

test('a host that answers at once is asked once', async () => {
  const { answer, sentAt } = await ask((askedAt) => askedAt + 5)
  expect(answer).toEqual({ sent: 1, received: 1, rttMs: 5, errors: [] })
  expect(sentAt).toEqual([0])
})

test('what drops a whole burst does not make a host dead', async () => {
  const { answer } = await ask((askedAt) => (askedAt < 400 ? null : askedAt + 5))
  expect(answer).toEqual({ sent: 2, received: 1, rttMs: 5, errors: [] })
})

test('a silent host is asked three times, half a second apart, and given up', async () => {
  const { answer, sentAt } = await ask(() => null)
  expect(answer).toEqual({ sent: 3, received: 0, rttMs: null, errors: [] })
  expect(sentAt).toEqual([0, 500, 1_000])
})
