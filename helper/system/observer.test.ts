import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { recordedOf, replayed } from '../../test/fakes/recorded-netlink.ts'
import { u32Bytes } from '../core/netlink/bytes.ts'
import { control, encodeMessage } from '../core/netlink/message.ts'
import type { TakeSocket } from './netlink/socket.ts'
import { createObserver } from './observer.ts'
import type { Settings } from './ports.ts'

const settings: Settings = {
  read: () => [{ interface: 'all', name: 'forwarding', value: 0 }],
  write: () => {},
}
const recorded = replayed(recordedOf('seed-001'))

/** A kernel without these families of netlink, in one of the two ways in which it says so. */
const without = (protocols: readonly number[], how: 'no socket' | 'refusal'): TakeSocket => {
  const asked = { port: 1, sequence: 1 }
  const refusal = encodeMessage({ ...asked, type: control.error, flags: 0, body: u32Bytes(-22) })
  return async (protocol) => {
    if (!protocols.includes(protocol)) return recorded(protocol)
    if (how === 'no socket') return 'EPROTONOSUPPORT'
    return { asked, send: async () => null, receive: async () => [refusal], release() {} }
  }
}

test.each(['no socket', 'refusal'] as const)(
  'a kernel without xfrm and nftables (%s) is looked at all the same',
  async (how) => {
    const seen = await createObserver(settings, without([6, 12], how)).observe()
    expect(seen.links.length).toBeGreaterThan(5)
    expect(seen.rules.length).toBeGreaterThan(5)
    expect([seen.policies, seen.states]).toEqual([[], []])
    expect(seen.xfrmUnusable).toMatch(/EPROTONOSUPPORT|EINVAL/)
    expect(seen.filters).toHaveProperty('unusable')
    expect(seen.settings).toEqual(settings.read())
  },
)

test('a kernel with them says of nothing that it is unusable', async () => {
  const seen = await createObserver(settings, recorded).observe()
  expect(seen).not.toHaveProperty('xfrmUnusable')
  expect(seen.policies.length).toBeGreaterThan(3)
  expect(seen.states).toHaveLength(2)
})

test('a kernel that refuses to list its links is an error', async () => {
  await expect(createObserver(settings, without([0], 'refusal')).observe()).rejects.toThrow(
    /^rtnetlink question \d+: EINVAL$/,
  )
})

describe('a kernel that lets a question wait', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('fails the look at its deadline; once it answers, the next look goes on', async () => {
    let release = () => {}
    const held = new Promise<void>((done) => {
      release = done
    })
    const take: TakeSocket = async (protocol) => {
      const socket = await recorded(protocol)
      if (typeof socket === 'string') return socket
      return { ...socket, send: (request) => held.then(() => socket.send(request)) }
    }
    const observer = createObserver(settings, take)
    const look = expect(observer.observe()).rejects.toThrow('the kernel did not answer within 1500 ms')
    await vi.advanceTimersByTimeAsync(1_500)
    await look
    const next = observer.observe()
    await vi.advanceTimersByTimeAsync(1_000)
    release()
    expect((await next).links.length).toBeGreaterThan(5)
  })
})
