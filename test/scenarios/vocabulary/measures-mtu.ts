/**
 * The path MTU, judged by what arrives: the largest packet that reaches home whole and in one piece, and one byte more
 * that does not. Our own interfaces are opened wider for the larger one, so that it is the path that refuses it.
 */
import { hostNamed } from '../../lab/networks/lay-out.ts'
import { capture } from './capture.ts'
import { eventually } from './steps.ts'
import type { Scene, Step } from './story.ts'

/** The devices get this MTU, wider than anything that could pass, so that the path's own limits decide. */
const wide = 1500
/** These are the bytes of IPv6's header (RFC 8200) and of UDP's after it (RFC 768). */
const ipHeader = 40
const headers = ipHeader + 8
/** Nobody listens on this port (RFC 863): the test counts only what arrives. */
const discard = 9
/** IPPROTO_IPV6, IPV6_MTU_DISCOVER and IPV6_PMTUDISC_PROBE (linux/in6.h): what is known of the path's MTU is not asked. */
const probing = 'setsockopt-int=41:23:3'

export function measuresMtu(expected: number, { within = 40 } = {}): Step {
  return {
    says: `measures a path MTU of ${expected}`,
    observes: true,
    async perform(scene) {
      await eventually(within, async () => {
        const { pathMtu } = await scene.laptop.status()
        const said = `${pathMtu?.measured} measured, ${pathMtu?.applied} applied: ${pathMtu?.reason}`
        if (pathMtu?.measured !== expected || pathMtu.applied !== expected) throw new Error(said)
      })
      const fitting = await arrival(scene, expected)
      if (fitting !== 'whole') throw new Error(`a packet of ${expected} bytes arrives ${fitting}`)
      // tinc sends by TCP whatever its own probes have not shown to pass yet, and begins with none (net_packet.c).
      await withWideInterfaces(scene, () =>
        eventually(probedWithin, async () => {
          const larger = await arrival(scene, expected + 1)
          if (larger === 'whole') throw new Error(`a packet of ${expected + 1} bytes arrives whole, too`)
        }),
      )
    },
  }
}

/** Where less than IPv6's least MTU passes, a packet of that size arrives all the same, in pieces outside. */
export function carries1280(): Step {
  return {
    says: 'carries 1280 bytes, in pieces outside',
    observes: true,
    async perform(scene) {
      const how = await arrival(scene, 1280)
      if (how !== 'in pieces') throw new Error(`a packet of 1280 bytes arrives ${how}`)
    },
  }
}

/** s; one probe a second. */
const probedWithin = 15

type Arrival = 'whole' | 'in pieces' | 'not at all'

/** One datagram of this many bytes, to beyond the tunnel: captured outside on the last link, inside where it comes out. */
async function arrival({ world }: Scene, bytes: number): Promise<Arrival> {
  const { device, laptop, beyond } = world.inside
  const outside = capture(hostNamed(world.hosts, 'homefw'), 'ext0', 'ip[6:2] & 0x3fff != 0 or (ip6 and ip6[6] = 44)')
  const datagram = `udp dst port ${discard} and src host ${laptop} and ip6[4:2] = ${bytes - ipHeader}`
  const inside = capture(hostNamed(world.hosts, 'gateway'), device, datagram)
  const [pieces, arrived] = await Promise.all([outside, inside])
  // It ends when it is told that nobody listens, or a second after the last byte: what arrives has done so by then.
  const send = ['socat', '-t', '1', 'STDIO', `UDP6:[${beyond}]:${discard},${probing}`]
  await world.laptop.attempt(send, { input: 'x'.repeat(bytes - headers) })
  const [fragments, packets] = await Promise.all([pieces(), arrived()])
  if (packets === 0) return 'not at all'
  return fragments > 0 ? 'in pieces' : 'whole'
}

/** With the helper halted, so that it does not mend what we change; everything is put back. */
async function withWideInterfaces<T>({ laptop, world }: Scene, act: () => Promise<T>): Promise<T> {
  const { layers } = await laptop.status()
  const devices = layers.flatMap((layer) => layer.interface ?? [])
  const links = JSON.parse((await world.laptop.run(['ip', '-j', 'link', 'show'])).stdout) as {
    ifname: string
    mtu: number
  }[]
  const known = links.filter(({ ifname }) => devices.includes(ifname))
  const set = (mtu: (before: number) => number) =>
    Promise.all(
      known.map((link) => world.laptop.run(['ip', 'link', 'set', 'dev', link.ifname, 'mtu', String(mtu(link.mtu))])),
    )
  return laptop.whileHalted(async () => {
    try {
      await set(() => wide)
      return await act()
    } finally {
      await set((before) => before)
    }
  })
}
