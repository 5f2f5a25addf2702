/**
 * Lists the packets that carry the tunnel: which senders on this laptop they come from, and where they may go. The
 * guard's filter lets only these packets reach a gateway whose own address is a guarded one, and it lets packets with
 * our mark go nowhere else.
 */
import type { IkeLayer } from '../../contract/layer/ike.ts'
import type { OpenVpnLayer } from '../../contract/layer/openvpn.ts'
import type { TincLayer } from '../../contract/layer/tinc.ts'
import type { Layer, Profile } from '../../contract/profile.ts'
import type { Opening, Sender } from '../change/change.ts'
import { parseAddress } from '../ip.ts'

/** IKE's ports: 500 at first, then 4500, which carries ESP in UDP as well where there is NAT (RFC 7296, 2.23). */
const ikePorts = [500, 4500]
const dnsPort = 53

/** The packets that the outermost layer sends; `inside` is the layer that ESP's transport mode protects. */
interface Outermost {
  readonly layer: Layer
  readonly inside: Layer | undefined
  readonly gateways: readonly string[]
}

const isAddress = (host: string) => parseAddress(host) !== null
const addressOf = (host: string) => parseAddress(host)?.address ?? host

/** charon marks its IKE packets, and the kernel marks the ESP packets of charon's security associations. */
const byCharon = (_: IkeLayer, gateways: readonly string[]): Opening[] => [
  { to: gateways, protocol: 'udp', ports: ikePorts },
  { to: gateways, protocol: 'esp' },
]

/** openvpn looks up the names of its other remotes by itself, and asks them at ports that the profile names. */
function byOpenVpn(layer: OpenVpnLayer, gateways: readonly string[]): Sender {
  const others = layer['other-remotes']
  const opening = (to: readonly string[], { protocol, port }: { protocol: 'udp' | 'tcp'; port: number }): Opening => ({
    to,
    protocol,
    ports: [port],
  })
  const named = others.filter(({ host }) => !isAddress(host))
  const dns = (['udp', 'tcp'] as const).map((protocol) => opening([], { protocol, port: dnsPort }))
  return {
    who: 'daemon',
    openings: [
      opening(gateways, layer),
      ...others.filter(({ host }) => isAddress(host)).map((one) => opening([addressOf(one.host)], one)),
    ],
    elsewhere: named.length === 0 ? [] : [...dns, ...named.map((one) => opening([], one))],
  }
}

/** tincd talks to nodes wherever others say that they are, also on this LAN (LocalDiscovery). */
function byTinc({ hosts, 'connect-to': [first] }: TincLayer, gateways: readonly string[]): Sender {
  return {
    who: 'daemon',
    openings: hosts.flatMap(({ name, address, port }) => {
      const to = name === first ? gateways : address !== undefined && isAddress(address) ? [addressOf(address)] : []
      return to.length === 0 ? [] : (['udp', 'tcp'] as const).map((protocol) => ({ to, protocol, ports: [port] }))
    }),
    elsewhere: 'anywhere',
  }
}

/** Layers whose outer packets the kernel makes: these packets bear no mark. */
const byTunnel = (protocol: 'gre' | 'ipv6', remote: string): Sender => ({
  who: 'tunnel',
  openings: [{ to: [remote], protocol }],
  elsewhere: 'anywhere',
})

/** The carrier's openings for the mark, and its other senders. */
function sent({ layer, inside, gateways }: Outermost): { marked: readonly Opening[]; others: readonly Sender[] } {
  switch (layer.kind) {
    case 'ike':
      return {
        marked: byCharon(layer, gateways),
        // GRE in transport mode is the kernel's to send, and charon's policies make ESP of it afterwards.
        others: layer.mode === 'transport' && inside?.kind === 'gre' ? [byTunnel('gre', inside.remote)] : [],
      }
    case 'esp':
      return { marked: [{ to: [layer.remote], protocol: 'esp' }], others: [] }
    case 'openvpn':
      return { marked: [], others: [byOpenVpn(layer, gateways)] }
    case 'tinc':
      return { marked: [], others: [byTinc(layer, gateways)] }
    case 'gre':
      return { marked: [], others: [byTunnel('gre', layer.remote)] }
    case 'ip6ip6':
      return { marked: [], others: [byTunnel('ipv6', layer.remote)] }
  }
}

/**
 * @param gateways addresses of the profile's gateway
 * @param neighbours prefixes on this network's links: the connectivity test asks routers there whether they answer
 */
export function outerPackets(
  { layer: [outermost, inside] }: Profile,
  gateways: readonly string[],
  neighbours: readonly string[],
): readonly Sender[] {
  if (!outermost) throw new Error('a profile without layers was let in')
  const { marked, others } = sent({ layer: outermost, inside, gateways })
  const reachable = ({ to }: Opening) => to.length > 0
  const byMark: Sender = {
    who: 'marked',
    // The connectivity test, and what measures the path, ask the gateway by echoes whatever the carrier is.
    openings: [...marked, { to: gateways, protocol: 'echo' }],
    elsewhere: [{ to: neighbours, protocol: 'echo' }],
  }
  return [byMark, ...others].map((sender) => ({ ...sender, openings: sender.openings.filter(reachable) }))
}
