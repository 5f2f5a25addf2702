/**
 * Computes what each encapsulation adds to a packet's length, and the largest packet that fits a path. The formulas are
 * composed over the stack; there is no table of totals, so the sum follows what was negotiated.
 */
import type { Family } from '../change/change.ts'
import type {
  Encapsulation,
  EspEncapsulation,
  GreEncapsulation,
  Ip6ip6Encapsulation,
  OpenVpnEncapsulation,
  TincEncapsulation,
} from './encapsulation.ts'

/** One term of the sum: "NAT-T UDP", layer "esp", 8 bytes. */
export interface MtuTerm {
  readonly name: string
  readonly layer: string
  readonly bytes: number
}

export interface MtuSum {
  readonly underlay: number
  /** Outer to inner: underlay minus all of them is `computed`. */
  readonly layers: MtuTerm[]
  readonly computed: number
}

/** The length of an IP header by family (RFC 791, without options; RFC 8200). */
export const ipHeader: Readonly<Record<Family, number>> = { 4: 20, 6: 40 }
const udpHeader = 8
/** The lengths of SPI and sequence number, and of pad length and next header (RFC 4303, 2). */
const espHeader = 8
const espTrailer = 2
/** ESP's own alignment, which counts where the cipher's block is smaller (RFC 4303, 2.4). */
const espAlignment = 4

interface Cipher {
  readonly iv: number
  readonly block: number
  /** AEAD: its own tag. */
  readonly icv?: number
}

/** charon's names (encryption_algorithm_names in strongSwan's crypter.c), with the RFC that gives the lengths. */
const ciphers: Readonly<Record<string, Cipher>> = {
  AES_GCM_16: { iv: 8, block: 1, icv: 16 }, // RFC 4106
  AES_GCM_12: { iv: 8, block: 1, icv: 12 },
  AES_GCM_8: { iv: 8, block: 1, icv: 8 },
  AES_CCM_16: { iv: 8, block: 1, icv: 16 }, // RFC 4309
  AES_CCM_12: { iv: 8, block: 1, icv: 12 },
  AES_CCM_8: { iv: 8, block: 1, icv: 8 },
  CAMELLIA_CCM_16: { iv: 8, block: 1, icv: 16 }, // RFC 5529
  CHACHA20_POLY1305: { iv: 8, block: 1, icv: 16 }, // RFC 7634
  NULL_AES_GMAC: { iv: 8, block: 1, icv: 16 }, // RFC 4543
  AES_CBC: { iv: 16, block: 16 }, // RFC 3602
  AES_CTR: { iv: 8, block: 1 }, // RFC 3686
  CAMELLIA_CBC: { iv: 16, block: 16 }, // RFC 5529
  CAMELLIA_CTR: { iv: 8, block: 1 },
  '3DES_CBC': { iv: 8, block: 8 }, // RFC 2451
  BLOWFISH_CBC: { iv: 8, block: 8 },
  NULL: { iv: 0, block: 1 }, // RFC 2410
}

/** Bytes of the integrity check value (integrity_algorithm_names in strongSwan's signer.c). */
const integrities: Readonly<Record<string, number>> = {
  HMAC_MD5_96: 12, // RFC 2403
  HMAC_SHA1_96: 12, // RFC 2404
  HMAC_SHA1_160: 20,
  HMAC_SHA2_256_96: 12, // a draft's, kept by old kernels
  HMAC_SHA2_256_128: 16, // RFC 4868
  HMAC_SHA2_384_192: 24,
  HMAC_SHA2_512_256: 32,
  AES_XCBC_96: 12, // RFC 3566
  AES_CMAC_96: 12, // RFC 4494
}

/** Turns an inner length into an outer one, and back, for one encapsulation. */
interface Wrapping {
  /** Headers before the part that is padded: IP, UDP, and so on. */
  readonly headers: readonly MtuTerm[]
  /** The length of the inner packet with padding and trailers, without the headers. */
  outer(inner: number): number
  /** The largest inner length whose `outer` is at most this. */
  inner(outer: number): number
  /** The name of padding and trailers in the sum. */
  readonly rest?: { readonly name: string; readonly layer: string }
}

const roundUp = (length: number, block: number) => Math.ceil(length / block) * block
const roundDown = (length: number, block: number) => Math.floor(length / block) * block
const ipTerm = (family: Family, layer: string): MtuTerm => ({ name: `IPv${family}`, layer, bytes: ipHeader[family] })

/**
 * Finds a cipher by its name. An unknown name counts as the commonest cipher; the measurement shows what really passes.
 */
const cipherOf = (name: string): Cipher => ciphers[name] ?? { iv: 16, block: 16 }
const icvOf = ({ icv }: Cipher, integrity: string | null) =>
  icv ?? (integrity === null ? 0 : (integrities[integrity] ?? 16))

export const isKnownEsp = (encryption: string, integrity: string | null): boolean =>
  encryption in ciphers && (integrity === null || integrity in integrities)

function esp({ outer, udp, encryption, integrity }: EspEncapsulation): Wrapping {
  const cipher = cipherOf(encryption)
  const fixed = espHeader + cipher.iv + icvOf(cipher, integrity)
  const block = Math.max(cipher.block, espAlignment)
  return {
    headers: [ipTerm(outer, 'esp'), ...(udp ? [{ name: 'UDP', layer: 'esp', bytes: udpHeader }] : [])],
    rest: { name: 'ESP', layer: 'esp' },
    outer: (inner) => fixed + roundUp(inner + espTrailer, block),
    inner: (length) => roundDown(length - fixed, block) - espTrailer,
  }
}

function gre({ outer, key, checksum, sequence, headless }: GreEncapsulation): Wrapping {
  const bytes = 4 + 4 * [key, checksum, sequence].filter(Boolean).length // RFC 2784, 2890
  const headers = [...(headless ? [] : [ipTerm(outer, 'gre')]), { name: 'GRE', layer: 'gre', bytes }]
  return { headers, outer: (inner) => inner, inner: (length) => length }
}

function ip6ip6({ limit }: Ip6ip6Encapsulation): Wrapping {
  const option = limit ? [{ name: 'encapsulation limit', layer: 'ip6ip6', bytes: 8 }] : [] // RFC 2473, 4.1.1
  return { headers: [ipTerm(6, 'ip6ip6'), ...option], outer: (inner) => inner, inner: (length) => length }
}

/** The length of an Ethernet header without VLAN tag (IEEE 802.3). */
const ethernetHeader = 14

/** The length of the HMAC, by OpenSSL's name of the digest. */
const digests: Readonly<Record<string, number>> = { MD5: 16, SHA1: 20, SHA224: 28, SHA256: 32, SHA384: 48, SHA512: 64 }
const isAead = (cipher: string) => /-GCM$|^CHACHA20-POLY1305$/i.test(cipher)

/**
 * src/openvpn/crypto.c. AEAD: opcode and peer id 4, packet id 4, tag 16. Otherwise: HMAC, IV, and the packet id (8 bytes
 * without TLS: it counts time too) with the frame, padded to the cipher's block.
 */
function openvpn({ outer, transport, cipher, digest, tls }: OpenVpnEncapsulation): Wrapping {
  const headers = [ipTerm(outer, 'openvpn'), { name: 'UDP', layer: 'openvpn', bytes: udpHeader }]
  const rest = { name: 'OpenVPN', layer: 'openvpn' }
  const ethernet = { name: 'Ethernet', layer: 'openvpn', bytes: ethernetHeader }
  if (transport === 'tcp') return { headers: [], outer: (inner) => inner, inner: (length) => length }
  const opcode = tls ? 4 : 0
  if (isAead(cipher)) {
    const fixed = opcode + 4 + 16
    return {
      headers: [...headers, ethernet],
      rest,
      outer: (inner) => inner + fixed,
      inner: (length) => length - fixed,
    }
  }
  const block = /^(?:DES|BF|CAST5)-|DES-EDE3/i.test(cipher) ? 8 : 16
  const packetId = tls ? 4 : 8
  const fixed = opcode + (digests[digest.toUpperCase().replace('-', '')] ?? 32) + block
  return {
    headers: [...headers, ethernet],
    rest,
    // PKCS #7: at least one byte of padding (RFC 5652, 6.3).
    outer: (inner) => fixed + roundDown(packetId + ethernetHeader + inner, block) + block - ethernetHeader,
    inner: (length) => roundDown(length + ethernetHeader - fixed, block) - 1 - packetId - ethernetHeader,
  }
}

/**
 * tinc 1.0 (net_packet.c): a sequence number of 4 and the frame, padded to AES's block, and 4 bytes of MAC. 1.1 (sptps.c):
 * two node ids of 6, a sequence number of 4, a type of 1, the packet without its Ethernet header, and a tag of 16.
 */
function tinc({ outer, protocol }: TincEncapsulation): Wrapping {
  const headers = [ipTerm(outer, 'tinc'), { name: 'UDP', layer: 'tinc', bytes: udpHeader }]
  const rest = { name: 'tinc', layer: 'tinc' }
  if (protocol === 'sptps') {
    const fixed = 6 + 6 + 4 + 1 + 16
    return { headers, rest, outer: (inner) => inner + fixed, inner: (length) => length - fixed }
  }
  const [mac, sequence, block] = [4, 4, 16]
  return {
    headers,
    rest,
    outer: (inner) => roundDown(sequence + ethernetHeader + inner, block) + block + mac,
    inner: (length) => roundDown(length - mac, block) - 1 - sequence - ethernetHeader,
  }
}

function wrap(layer: Encapsulation): Wrapping {
  switch (layer.kind) {
    case 'esp':
      return esp(layer)
    case 'gre':
      return gre(layer)
    case 'ip6ip6':
      return ip6ip6(layer)
    case 'openvpn':
      return openvpn(layer)
    case 'tinc':
      return tinc(layer)
  }
}

const sumOf = (terms: readonly MtuTerm[]) => terms.reduce((sum, { bytes }) => sum + bytes, 0)

/** Computes the length on the wire of a packet of this length that went through the whole stack (outer to inner). */
export const wireLength = (inner: number, stack: readonly Encapsulation[]): number =>
  stack.map(wrap).reduceRight((length, { headers, outer }) => sumOf(headers) + outer(length), inner)

/**
 * Computes the largest packet that fits a path of this MTU after the whole stack, and what each header takes of that
 * MTU.
 */
export function computePathMtu(underlayMtu: number, stack: readonly Encapsulation[]): MtuSum {
  const layers: MtuTerm[] = []
  let room = underlayMtu
  for (const { headers, inner, rest } of stack.map(wrap)) {
    const behindHeaders = room - sumOf(headers)
    layers.push(...headers)
    room = inner(behindHeaders)
    if (rest) layers.push({ ...rest, bytes: behindHeaders - room })
  }
  return { underlay: underlayMtu, layers, computed: room }
}
