/**
 * Nothing of home leaves the laptop in clear. The cafe lures: it declares home's prefix on-link, a stranger has home's addresses; and
 * everybody on the laptop tries (`attempts.ts`).
 */
import { contains, familyOf, network } from '../../../helper/core/ip.ts'
import { hostNamed } from '../../lab/networks/lay-out.ts'
import { home as places } from '../../lab/networks/places.ts'
import { guardedNetworks, tryToLeak, wayOf } from './attempts.ts'
import { captureFile } from './evidence.ts'
import type { Invariant, Scene } from './story.ts'

/** Bytes of a prefix of IPv6 as they stand in a packet, in tcpdump's words: sixteen bits each, and what is left. */
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

/** An address of IPv4 as tcpdump reads it out of a packet. */
const numberOf = (address: string) => address.split('.').reduce((all, part) => all * 256 + Number(part), 0)

/** A question for a neighbour with such an address: ARP (RFC 826), or neighbour solicitation (type 135, RFC 4861). */
function askedFor(prefix: string): string {
  if (familyOf(prefix) === 6) return `(icmp6 and ip6[40] = 135 and ${bytesOf(prefix, 'ip6', 48)})`
  const [address = '', length] = prefix.split('/')
  const mask = Number(length) === 0 ? 0 : (0xffffffff << (32 - Number(length))) >>> 0
  return `(arp[6:2] = 1 and arp[24:4] & ${mask} = ${numberOf(address)})`
}

/** Packets to or from home and what the layers reach, questions for neighbours there, and GRE in clear. */
export function homeInClear(scene: Pick<Scene, 'world' | 'profile'>): string {
  const { behind } = scene.profile
  // Who is behind the laptop is at home, too.
  const prefixes = [...guardedNetworks(scene), ...(behind ? [network(behind.address)] : [])]
  const ofTheTunnel = scene.profile.layer.some(
    (layer) =>
      'remote-networks' in layer && layer['remote-networks']?.some((one) => contains(one, places.tunnel.gateway.v4)),
  )
  return [
    // Without “ip”, a network of IPv4 is looked for in ARP as well, and found in answers to a stranger.
    ...prefixes.flatMap((prefix) => [
      familyOf(prefix) === 4 ? `(ip and net ${prefix})` : `net ${prefix}`,
      askedFor(prefix),
    ]),
    // Also where a cafe is on that network itself. To other profiles it is a stranger's, to whom the laptop may say what it likes.
    ...(ofTheTunnel ? [`(ip and (src host ${places.tunnel.laptop.v4} or dst host ${places.tunnel.gateway.v4}))`] : []),
    // The protocol stands by its number: for a name, tcpdump looks at IPv4 alone.
    'ip proto 47',
    'ip6 proto 47',
  ].join(' or ')
}

/** The next mark has this port. */
let nextMark = 20_000

/**
 * On the laptop: prints its address on the LAN, and sends a mark there, to everybody, so that neither a neighbour nor a route is needed.
 * Without a carrier there is no mark, and nothing else.
 */
const markLan = (port: number) => `
cd /sys/class/net/wlan0
cat address
[ "$(cat carrier 2>/dev/null)" = 1 ] || exit 0
echo mark | socat -u - UDP-DATAGRAM:255.255.255.255:${port},broadcast,so-bindtodevice=wlan0
echo marked
`

/** In the cafe: waits for the mark, before which everything else has been recorded. */
const awaitMark = (port: number) => `
n=0
until tcpdump -nn -r ${captureFile} 'udp dst port ${port} and dst host 255.255.255.255' 2>/dev/null | grep -q .; do
  n=$((n + 1))
  [ $n -lt 500 ] || { echo "the capture never had the mark" >&2; exit 1; }
  sleep 0.01
done
`

/** What the laptop has sent of home into the cafe so far, of all that the cafe's side has recorded. */
export async function seenInCafe(scene: Pick<Scene, 'world' | 'profile'>): Promise<string[]> {
  const { laptop, hosts } = scene.world
  const port = nextMark++
  const [mac = '', marked] = (await laptop.run(['sh', '-e'], { input: markLan(port) })).stdout.split('\n')
  // Others on the LAN may speak of home as they like; a laptop that is a router, with no home to guard, forwards what a stranger sends
  // in the gateway's name. A host's own multicast memberships (MLD, hop-by-hop options first)
  // are told anew when a cable comes back, and go no further than the link. A laptop that forwards for its containers tells a neighbour
  // of a better way (RFC 792, redirect), or that nobody answered for its destination (type 3, code 1): what comes with it is the
  // neighbour's own packet. A stranger who sends to the tunnel's address before the laptop has it gets that answer a second later.
  const redirects = 'icmp[0] = 5'
  const returned = `icmp[0:2] = 0x0301 and icmp[20:4] = ${numberOf(places.tunnel.gateway.v4)}`
  const others = `(ip6 and ip6[6] = 0) or (ip and src host ${places.tunnel.gateway.v4}) or (${redirects}) or (${returned})`
  const filter = `ether src ${mac} and not (${others}) and (${homeInClear(scene)})`
  const script = `${marked === 'marked' ? awaitMark(port) : ''}tcpdump -nn -r ${captureFile} '${filter}'`
  const { stdout } = await hostNamed(hosts, 'cafe').run(['sh', '-e'], { input: script })
  return stdout.split('\n').filter(Boolean)
}

/** By which way the packet of a line of tcpdump's went, where it is one of the attempts. */
export const wayIn = (line: string): string | undefined => {
  const [, port = ''] = / > \S+?\.(\d+): /.exec(line) ?? []
  return wayOf(Number(port))
}

const explained = (line: string): string => `${wayIn(line) ?? 'somebody'}: ${line}`

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
          throw new Error(`the cafe saw ${leaked.length} packets:\n${leaked.slice(0, 10).map(explained).join('\n')}`)
      },
    }
  },
}
