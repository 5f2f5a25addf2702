/**
 * Nothing of home leaves the laptop in clear. The cafe lures: it declares home's prefix on-link, a stranger has home's
 * addresses, and the laptop's person tries with plain sockets and with sockets bound to the cafe's device.
 */
import { hostNamed } from '../../lab/networks/lay-out.ts'
import { home, mesh, tap } from '../../lab/networks/places.ts'
import { captureFile } from './evidence.ts'
import type { Invariant, Scene } from './story.ts'

/** Packets to or from home, GRE in clear, and questions for a neighbour with home's address (type 135, RFC 4861). */
export const homeInClear = [
  ...[...home.prefixes, tap.network, mesh.network].map((prefix) => `net ${prefix}`),
  // Not that whole network: a cafe may be on it.
  `(ip and (src host ${home.tunnel.laptop.v4} or dst host ${home.tunnel.gateway.v4}))`,
  'proto gre',
  '(icmp6 and ip6[40] = 135 and ip6[48:4] = 0xfd123456)',
  '(icmp6 and ip6[40] = 135 and ip6[48:4] = 0x2a000000 and ip6[60:2] = 0 and ip6[62] = 1)',
].join(' or ')

const lures = [home.firewall.ula, home.tunnel.gateway.v6]

/** One packet to each of home's addresses, plain and past the routes. */
export async function tryToLeak({ world: { laptop } }: Pick<Scene, 'world'>): Promise<void> {
  const ping = ['ping', '-n', '-c', '1', '-W', '1']
  const tries = lures.flatMap((address) => [
    [...ping, address],
    [...ping, '-I', 'wlan0', address],
  ])
  await Promise.all(tries.map((argv) => laptop.user.attempt(argv)))
}

/** What the laptop has sent of home into the cafe so far, of all that the cafe's side has recorded. */
export async function seenInCafe({ world }: Pick<Scene, 'world'>): Promise<string[]> {
  const { address } = JSON.parse((await world.laptop.run(['ip', '-j', 'link', 'show', 'wlan0'])).stdout)[0] as {
    address: string
  }
  // Others on the LAN may speak of home as they like. A host's own multicast memberships (MLD, hop-by-hop options first)
  // are told anew when a cable comes back, and go no further than the link.
  const filter = `ether src ${address} and not (ip6 and ip6[6] = 0) and (${homeInClear})`
  const { stdout } = await hostNamed(world.hosts, 'cafe').run(['tcpdump', '-nn', '-r', captureFile, filter])
  return stdout.split('\n').filter(Boolean)
}

export const nothingInClear: Invariant = {
  says: 'nothing of home leaves in clear',
  async begin(scene) {
    let known = 0
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
