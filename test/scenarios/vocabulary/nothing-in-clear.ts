/**
 * Nothing of home leaves the laptop in clear. The cafe lures: it declares home's prefix on-link, a stranger has home's
 * addresses, and the laptop's person tries with plain sockets and with sockets bound to the cafe's device.
 */

import { network } from '../../../helper/core/ip.ts'
import { hostNamed } from '../../lab/networks/lay-out.ts'
import { home as places, web } from '../../lab/networks/places.ts'
import { captureFile } from './evidence.ts'
import type { Invariant, Scene } from './story.ts'

/** Bytes of a prefix as they stand in a packet from `offset` on, in tcpdump's words: sixteen bits each, and what is left. */
function bytesOf(prefix: string, offset: string, from: number): string {
  const [address = '', length = '0'] = prefix.split('/')
  const [head = '', tail] = address.split('::')
  const groups = (text: string | undefined) => (text ? text.split(':') : [])
  const [left, right] = [groups(head), groups(tail)]
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0')
  const all = [...left, ...zeros, ...right]
  const whole = Math.floor(Number(length) / 16)
  const words = all.slice(0, whole).map((group, n) => `${offset}[${from + 2 * n}:2] = 0x${group}`)
  const rest =
    Number(length) % 16 === 8
      ? [`${offset}[${from + 2 * whole}] = 0x${(all[whole] ?? '0').padStart(4, '0').slice(0, 2)}`]
      : []
  return [...words, ...rest].join(' and ')
}

/** Packets to or from home, GRE in clear, and questions for a neighbour with home's address (type 135, RFC 4861). */
export const homeInClear = ({ home, behind }: Scene['profile']) => {
  // Who is behind the laptop is at home, too.
  const prefixes = [...home.prefixes, ...(behind ? [network(behind.address)] : [])]
  return [
    ...prefixes.map((prefix) => `net ${prefix}`),
    // Not that whole network: a cafe may be on it.
    `(ip and (src host ${places.tunnel.laptop.v4} or dst host ${places.tunnel.gateway.v4}))`,
    // By number: of a name, tcpdump asks IPv4 alone.
    'ip proto 47',
    'ip6 proto 47',
    ...prefixes.map((prefix) => `(icmp6 and ip6[40] = 135 and ${bytesOf(prefix, 'ip6', 48)})`),
  ].join(' or ')
}

/** One packet to each of home's addresses, plain and past the routes; and by who is behind the laptop, there and anywhere. */
export async function tryToLeak({
  world: { laptop, hosts, behind },
  profile,
}: Pick<Scene, 'world' | 'profile'>): Promise<void> {
  const ping = (...to: readonly string[]) => `ping -n -c 1 -W 1 ${to.join(' ')} >/dev/null 2>&1 &`
  const hosts6 = profile.home.hosts ?? []
  const byLaptop = hosts6.flatMap((address) => [ping(address), ping('-I', 'wlan0', address)])
  const byGuest = [...hosts6, web.v6].map((address) => ping(address))
  // One program that starts all others: entering a host takes longer than what is sent there.
  const all = (pings: readonly string[]) => ['sh', '-c', [...pings, 'wait'].join('\n')]
  await Promise.all([laptop.user.run(all(byLaptop)), behind ? hostNamed(hosts, 'guest').run(all(byGuest)) : undefined])
}

/** What the laptop has sent of home into the cafe so far, of all that the cafe's side has recorded. */
export async function seenInCafe({ world, profile }: Pick<Scene, 'world' | 'profile'>): Promise<string[]> {
  const address = (await world.laptop.readFile('/sys/class/net/wlan0/address')).trim()
  // Others on the LAN may speak of home as they like. A host's own multicast memberships (MLD, hop-by-hop options first)
  // are told anew when a cable comes back, and go no further than the link.
  const filter = `ether src ${address} and not (ip6 and ip6[6] = 0) and (${homeInClear(profile)})`
  const { stdout } = await hostNamed(world.hosts, 'cafe').run(['tcpdump', '-nn', '-r', captureFile, filter])
  return stdout.split('\n').filter(Boolean)
}

export const nothingInClear: Invariant = {
  says: 'nothing of home leaves in clear',
  async begin(scene) {
    // Of a story before this one in the same world, that let it happen.
    let known = (await seenInCafe(scene)).length
    return {
      async check() {
        if (scene.guarded) await tryToLeak(scene)
        const seen = await seenInCafe(scene)
        const leaked = seen.slice(known)
        known = seen.length
        if (leaked.length > 0)
          throw new Error(`the cafe saw ${leaked.length} packets:\n${leaked.slice(0, 10).join('\n')}`)
      },
    }
  },
}
