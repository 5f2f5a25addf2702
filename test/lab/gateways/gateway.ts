/** What a home gateway is told: the same for every kind of it. */
import type { Issued } from '../certificates/authority.ts'
import type { Host } from '../hosts/host.ts'
import { home } from '../networks/places.ts'

/** How the laptop proves who it is. The gateway always shows its certificate, except where both hold one secret. */
export type LaptopProof =
  | { readonly by: 'pubkey' | 'eap-tls' }
  | { readonly by: 'psk' | 'eap-mschapv2'; readonly secret: string }

export interface GatewaySettings {
  /** Its own certificate with key, the end entity first where it sends a chain. */
  readonly own: Issued
  /** Who signs laptops. */
  readonly authority: string
  readonly laptop: LaptopProof
  readonly id: string
  readonly laptopId: string
  /** In strongSwan's words; its own defaults where absent. */
  readonly ikeProposals?: readonly string[]
  readonly espProposals?: readonly string[]
  /** What it hands out; null: no virtual address at all. */
  readonly virtualAddress: string | null
  /** DNS servers that it hands out with it. */
  readonly nameServers?: readonly string[]
  /** Tunnel mode where absent. */
  readonly mode?: 'transport'
  /** What may be reached through ESP. */
  readonly networks: readonly string[]
  /** The laptop's own networks, where it stands for any. */
  readonly laptopNetworks?: readonly string[]
}

export interface Gateway {
  readonly kind: GatewayKind
  /** What it has logged so far. */
  log(): Promise<string>
  stop(): Promise<void>
}

export const ikeGatewayKinds = ['strongswan', 'openiked'] as const
export type IkeGatewayKind = (typeof ikeGatewayKinds)[number]
/** `kernel`: no daemon, static states and policies. */
export type GatewayKind = IkeGatewayKind | 'openvpn' | 'tinc' | 'kernel'

/** What GRE carries besides (RFC 2890), in `ip link`'s words: "key 7 csum". */
export type GreWords = string

/** The far end of GRE, with the inner address that home's firewall routes the tunnel's prefix to. */
export async function answerGre(host: Host, words: GreWords = ''): Promise<void> {
  const { laptop, gateway } = home.tunnel
  const lines = [
    `link add name gre1 type gre ttl 255 local ${gateway.v4} remote ${laptop.v4} ${words}`,
    'link set dev gre1 up',
    `address add ${gateway.v6}/120 dev gre1`,
  ]
  await host.run(['ip', '-batch', '-'], { input: `${lines.join('\n')}\n` })
}
