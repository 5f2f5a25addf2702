/**
 * Describes what a layer adds to a packet, as far as the packet's length depends on it. The values are what was
 * negotiated.
 */
import type { Family } from '../change/change.ts'

export interface EspEncapsulation {
  readonly kind: 'esp'
  /** Family of the addresses that ESP packets carry outside. */
  readonly outer: Family
  /** ESP in UDP (RFC 3948): 8 bytes more. */
  readonly udp: boolean
  /** charon's names: "AES_GCM_16", "AES_CBC". */
  readonly encryption: string
  /** "HMAC_SHA2_256_128"; null for AEAD. */
  readonly integrity: string | null
}

export interface GreEncapsulation {
  readonly kind: 'gre'
  readonly outer: Family
  readonly key: boolean
  readonly checksum: boolean
  readonly sequence: boolean
  /** Whether GRE is inside ESP's transport mode: the IP header before GRE is the one that is counted with ESP then. */
  readonly headless?: boolean
}

export interface Ip6ip6Encapsulation {
  readonly kind: 'ip6ip6'
  /** RFC 2473's destination option, Linux's default; `encaplimit none` removes it. */
  readonly limit: boolean
}

/** Ethernet frames in UDP datagrams (openvpn(8)); over TCP the stream takes whatever the device takes. */
export interface OpenVpnEncapsulation {
  readonly kind: 'openvpn'
  readonly outer: Family
  readonly transport: 'udp' | 'tcp'
  /** OpenSSL's names: "AES-256-GCM", "AES-256-CBC". */
  readonly cipher: string
  /** "SHA256"; not used by an AEAD. */
  readonly digest: string
  /** Whether TLS is used: packets carry an opcode and a peer id then, and shorter packet ids. */
  readonly tls: boolean
}

/** tinc 1.0's UDP packets, or 1.1's SPTPS records. */
export interface TincEncapsulation {
  readonly kind: 'tinc'
  readonly outer: Family
  readonly protocol: 'legacy' | 'sptps'
}

export type Encapsulation =
  | EspEncapsulation
  | GreEncapsulation
  | Ip6ip6Encapsulation
  | OpenVpnEncapsulation
  | TincEncapsulation
