/** Files of no format that is known here: what they are, where that can be said, and what to do instead. Pure. */
import type { ImportFault, SourceFile } from './importer.ts'

interface Stranger {
  /** Each of these is found in the text of one file. */
  readonly has: readonly RegExp[]
  readonly what: string
  readonly remedy: string
}

const anotherWay = 'README’s “Which way is mine” has the ways that lead home instead.'
const sameGateway = 'Ask for IKEv2 at the same gateway: many speak both.'
const wireguard = { what: 'is for WireGuard, which is none of Roam6’s ways', remedy: anotherWay }
const cisco = { what: 'is for Cisco’s VPN client, which speaks IKEv1: Roam6 speaks IKEv2', remedy: sameGateway }

/** Formats of other VPNs that people have, by lines that no other format has. */
const strangers: readonly Stranger[] = [
  { has: [/^[ \t]*\[Interface\]/im, /^[ \t]*PrivateKey[ \t]*=/im], ...wireguard },
  { has: [/^[ \t]*(?:\[wireguard\]|Kind[ \t]*=[ \t]*wireguard)/im], ...wireguard },
  {
    has: [/^[ \t]*vpncfg[ \t]*\{/m],
    what: 'is for a FRITZ!Box’s IPsec, which is IKEv1: Roam6 speaks IKEv2',
    remedy: `A small machine behind the box can be the gateway. ${anotherWay}`,
  },
  { has: [/^[ \t]*GroupName[ \t]*=/m, /^[ \t!]*(?:enc_)?GroupPwd[ \t]*=/m], ...cisco },
  {
    has: [/<AnyConnectProfile\b/],
    what: 'is for AnyConnect, which is none of Roam6’s ways',
    remedy: sameGateway,
  },
  {
    has: [/^service-type=org\.freedesktop\.NetworkManager\.(?:l2tp|pptp|openconnect|vpnc)/m],
    what: 'is for a VPN that is none of Roam6’s ways',
    remedy: anotherWay,
  },
]

const startsWith = (bytes: Uint8Array, first: number, second: number) => bytes[0] === first && bytes[1] === second
/** A text in UTF-16 begins with this mark (RFC 2781, 3.2); nothing else that is imported does. */
const isUtf16 = ({ bytes }: SourceFile) => startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)
/** A NUL is in programs, pictures and archives, and in no text of eight bits. */
const isOldText = ({ bytes, text }: SourceFile) =>
  text === null && !bytes.includes(0) && /^[\t\r\n -~\u0080-\u00ff]*$/.test(latin1(bytes))

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

/** Says what another VPN's file is for; undefined for any other file. */
export function strangeFile({ name, text }: SourceFile): ImportFault | undefined {
  const found = text === null ? undefined : strangers.find(({ has }) => has.every((line) => line.test(text)))
  return found && { place: name, what: found.what, remedy: found.remedy }
}

/** Says which file is text that cannot be read as it is; undefined where none is. */
export function otherEncodingAmong(files: readonly SourceFile[]): ImportFault | undefined {
  const found = files.find((file) => isUtf16(file) || isOldText(file))
  if (!found) return undefined
  const encoding = isUtf16(found) ? 'UTF-16' : undefined
  return {
    place: found.name,
    what: encoding ? `is text in ${encoding}` : 'is text in another encoding than UTF-8',
    remedy: `Save it in UTF-8: iconv -f ${encoding ?? 'ISO-8859-1'} -t UTF-8 OLD > NEW`,
  }
}
