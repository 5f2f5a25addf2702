import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { recordedOf, replayed } from '../../test/fakes/recorded-netlink.ts'
import { u16, u32Bytes } from '../core/netlink/bytes.ts'
import { control, encodeMessage } from '../core/netlink/message.ts'
import type { TakeSocket } from './netlink/socket.ts'
import { createObserver } from './observer.ts'

const common = () => [{ interface: 'all', name: 'forwarding', value: 0 }] as const
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
    const seen = await createObserver(common, without([6, 12], how)).observe()
    expect(seen.links.length).toBeGreaterThan(5)
    expect(seen.rules.length).toBeGreaterThan(5)
    expect([seen.policies, seen.states]).toEqual([[], []])
    expect(seen.xfrmUnusable).toMatch(/EPROTONOSUPPORT|EINVAL/)
    expect(seen.filters).toHaveProperty('unusable')
    expect(seen.settings).toEqual(expect.arrayContaining([...common(), expect.objectContaining({ interface: 'lo' })]))
  },
)

test('a kernel with them says of nothing that it is unusable', async () => {
  const seen = await createObserver(common, recorded).observe()
  expect(seen).not.toHaveProperty('xfrmUnusable')
  expect(seen.policies.length).toBeGreaterThan(3)
  expect(seen.states).toHaveLength(2)
})

test('a kernel that does not tell of Wi-Fi, or not in time, is looked at all the same', async () => {
  const silent: TakeSocket = async (protocol) => {
    const socket = await recorded(protocol)
    if (protocol !== 16 || typeof socket === 'string') return socket
    return { ...socket, send: async () => null, receive: () => new Promise(() => {}) }
  }
  for (const take of [without([16], 'no socket'), without([16], 'refusal'), silent]) {
    const seen = await createObserver(common, take).observe()
    expect(seen.links.length).toBeGreaterThan(5)
    expect(seen.networkNames).toEqual({})
  }
})

test('a kernel that refuses to list its links is an error', async () => {
  await expect(createObserver(common, without([0], 'refusal')).observe()).rejects.toThrow(
    /^rtnetlink question \d+: EINVAL$/,
  )
})

test('more routes than can be listed, as a router advertises them, keep nobody from looking', async () => {
  // struct nlmsghdr, then rtmsg: RTM_GETROUTE, for both families or for one.
  const asksForAll = (request: Uint8Array) => u16(request, 4) === 26 && request[16] === 0
  const route = Uint8Array.of(10, 64, 0, 0, 254, 2, 0, 1, 0, 0, 0, 0)
  let lists = 0
  const take: TakeSocket = async (protocol) => {
    const socket = await recorded(protocol)
    if (typeof socket === 'string') return socket
    const many = encodeMessage({ ...socket.asked, type: 24, flags: 2, body: route })
    let endless = false
    return {
      ...socket,
      send(request) {
        endless = asksForAll(request)
        if (endless) lists += 1
        return socket.send(request)
      },
      receive: () => (endless ? new Promise((done) => setTimeout(() => done([many]), 5)) : socket.receive()),
    }
  }
  const observer = createObserver(common, take)
  const seen = await observer.observe()
  expect(seen.routesPartial).toBe(true)
  expect(seen.links.length).toBeGreaterThan(5)
  expect(seen.routes.some(({ table, family }) => table === 6006 && family === 6)).toBe(true)
  expect(seen.routes.some(({ to, family }) => to === '0.0.0.0/0' && family === 4)).toBe(true)
  // The list of all is not tried again at once.
  await observer.observe()
  expect(lists).toBe(1)
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
    const observer = createObserver(common, take)
    const look = expect(observer.observe()).rejects.toThrow('the kernel did not answer within 1500 ms')
    await vi.advanceTimersByTimeAsync(1_500)
    await look
    const next = observer.observe()
    await vi.advanceTimersByTimeAsync(1_000)
    release()
    expect((await next).links.length).toBeGreaterThan(5)
  })
})
