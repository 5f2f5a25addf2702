/** Lists the packets that the internet sends to the gateway for this profile: what firewalls let in, and routers forward. */
import type { Layer, Profile } from '../../contract/profile.ts'
import { familyOf } from '../ip.ts'

/** Gives protocols by IANA's numbers, as a machine without netbase knows no names. */
export const protocolNumber = { gre: 47, ip6ip6: 41, esp: 50 } as const

/** Describes packets that begin outside. */
export interface Arrival {
  /** The packets in words: "UDP 500 and 4500". */
  readonly says: string
  /** The packets in nft's words. */
  readonly match: string
  /** Whether a router can forward the packets to a host by their ports. */
  readonly ports: boolean
}

const byPorts = (protocol: 'udp' | 'tcp', ports: readonly number[]): Arrival => ({
  says: `${protocol.toUpperCase()} ${ports.join(' and ')}`,
  match: `${protocol} dport ${ports.length === 1 ? ports[0] : `{ ${ports.join(', ')} }`}`,
  ports: true,
})

const byProtocol = (says: string, number: number, from?: string): Arrival => ({
  says: `${says} (protocol ${number})${from === undefined ? '' : ` from ${from}`}`,
  match: `${from === undefined ? '' : `${familyOf(from) === 4 ? 'ip' : 'ip6'} saddr ${from} `}meta l4proto ${number}`,
  ports: false,
})

function arrivalsOf(outermost: Layer): readonly Arrival[] {
  switch (outermost.kind) {
    case 'ike':
      return [byPorts('udp', [500, 4500]), byProtocol('ESP', protocolNumber.esp)]
    case 'openvpn':
      return [byPorts(outermost.protocol, [outermost.port])]
    case 'tinc': {
      const port = outermost.hosts.find(({ name }) => name === outermost['connect-to'][0])?.port ?? 655
      return [byPorts('tcp', [port]), byPorts('udp', [port])]
    }
    case 'esp':
      return [byProtocol('ESP', protocolNumber.esp, outermost.local)]
    case 'gre':
      return [byProtocol('GRE', protocolNumber.gre, outermost.local)]
    case 'ip6ip6':
      return [byProtocol('IPv6 in IPv6', protocolNumber.ip6ip6, outermost.local)]
  }
}

export const arrivals = ({ layer: [outermost] }: Profile): readonly Arrival[] =>
  outermost ? arrivalsOf(outermost) : []
