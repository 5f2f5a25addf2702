/** DHCPv6's messages, as much of them as a client needs for one address (RFC 8415; section numbers are its). */
import ipaddr from 'ipaddr.js'

/** 7.3 */
const questionTypes = { solicit: 1, request: 3, renew: 5, rebind: 6, release: 8 } as const
const answerTypes = { 2: 'advertise', 7: 'reply' } as const

/** 21.2 to 21.14; 82 is of 21.24, which every question for an address must ask for. */
const option = {
  clientId: 1,
  serverId: 2,
  iaNa: 3,
  iaAddress: 5,
  optionRequest: 6,
  elapsed: 8,
  status: 13,
  rapidCommit: 14,
  solMaxRt: 82,
} as const

/** 21.4: we ask for one address, so any number is unique. */
const iaid = 1
/** 21.4 and 21.6: IAID, T1, T2; address, preferred and valid lifetime; options behind. */
const iaHeader = 12
const addressHeader = 24
/** 21.9: in hundredths of a second, and no more than it holds. */
const longestElapsed = 0xffff

export interface Dhcpv6Question {
  readonly kind: keyof typeof questionTypes
  /** 24 bits. */
  readonly transaction: number
  /** DUIDs (section 11). */
  readonly client: Uint8Array
  /** null: whoever has it. */
  readonly server: Uint8Array | null
  readonly elapsedMs: number
  /** null: any. */
  readonly address: string | null
}

export interface Dhcpv6Status {
  readonly code: number
  readonly words: string
}

export interface Dhcpv6Address {
  readonly address: string
  /** In seconds; 0xffffffff is for ever (7.7). */
  readonly preferred: number
  readonly valid: number
  readonly status: Dhcpv6Status
}

export interface Dhcpv6Answer {
  readonly kind: (typeof answerTypes)[keyof typeof answerTypes]
  readonly transaction: number
  readonly client: Uint8Array
  readonly server: Uint8Array
  readonly rapid: boolean
  readonly status: Dhcpv6Status
  /** Of the one that we asked for; null where the answer has none of it. */
  readonly ia: {
    readonly renewAfter: number
    readonly rebindAfter: number
    readonly status: Dhcpv6Status
    readonly addresses: readonly Dhcpv6Address[]
  } | null
}

const u16 = (value: number) => [value >> 8, value & 0xff]
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xffff)]
const written = (code: number, content: Iterable<number> = []) => {
  const bytes = [...content]
  return [...u16(code), ...u16(bytes.length), ...bytes]
}

export function encodeDhcpv6({ kind, transaction, client, server, elapsedMs, address }: Dhcpv6Question): Uint8Array {
  const wanted = address === null ? [] : [...ipaddr.parse(address).toByteArray(), ...u32(0), ...u32(0)]
  const elapsed = Math.min(Math.round(elapsedMs / 10), longestElapsed)
  return Uint8Array.from([
    questionTypes[kind],
    transaction >> 16,
    ...u16(transaction & 0xffff),
    ...written(option.clientId, client),
    ...(server === null ? [] : written(option.serverId, server)),
    ...written(option.iaNa, [
      ...u32(iaid),
      ...u32(0),
      ...u32(0),
      ...(address === null ? [] : written(option.iaAddress, wanted)),
    ]),
    ...written(option.elapsed, u16(elapsed)),
    ...(kind === 'release' ? [] : written(option.optionRequest, u16(option.solMaxRt))),
    ...(kind === 'solicit' ? written(option.rapidCommit) : []),
  ])
}

type Options = ReadonlyMap<number, readonly Uint8Array[]>

/** null where one is longer than what is there. */
function readOptions(bytes: Uint8Array): Options | null {
  const found = new Map<number, Uint8Array[]>()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 0
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return null
    const [code, length] = [view.getUint16(at), view.getUint16(at + 2)]
    if (at + 4 + length > bytes.length) return null
    const content = bytes.subarray(at + 4, at + 4 + length)
    const all = found.get(code)
    if (all) all.push(content)
    else found.set(code, [content])
    at += 4 + length
  }
  return found
}

const numberAt = (bytes: Uint8Array, at: number) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at)

/** 21.13: none is success. Its words are for people: printable ones alone, and not many. */
function readStatus(options: Options): Dhcpv6Status | null {
  const [content] = options.get(option.status) ?? []
  if (content === undefined) return { code: 0, words: '' }
  if (content.length < 2) return null
  const printable = content.subarray(2).filter((byte) => byte >= 0x20 && byte < 0x7f)
  return {
    code: ((content[0] ?? 0) << 8) | (content[1] ?? 0),
    words: String.fromCharCode(...printable.subarray(0, 100)),
  }
}

function readAddress(bytes: Uint8Array): Dhcpv6Address | null {
  if (bytes.length < addressHeader) return null
  const options = readOptions(bytes.subarray(addressHeader))
  const status = options && readStatus(options)
  if (!status) return null
  const address = ipaddr.fromByteArray([...bytes.subarray(0, 16)]).toString()
  return { address, preferred: numberAt(bytes, 16), valid: numberAt(bytes, 20), status }
}

/** undefined where it is not well made. */
function readIa(all: readonly Uint8Array[]): Dhcpv6Answer['ia'] | undefined {
  if (all.some((bytes) => bytes.length < iaHeader)) return undefined
  const ours = all.find((bytes) => numberAt(bytes, 0) === iaid)
  if (ours === undefined) return null
  const options = readOptions(ours.subarray(iaHeader))
  const status = options && readStatus(options)
  if (!options || !status) return undefined
  const addresses = (options.get(option.iaAddress) ?? []).map(readAddress)
  const whole = addresses.filter((one) => one !== null)
  if (whole.length < addresses.length) return undefined
  return { renewAfter: numberAt(ours, 4), rebindAfter: numberAt(ours, 8), status, addresses: whole }
}

const isAnswerType = (type: number): type is keyof typeof answerTypes => type in answerTypes

/** null for whatever is no answer to a client, or is not well made: it is passed over as if it had not come (16). */
export function decodeDhcpv6(bytes: Uint8Array): Dhcpv6Answer | null {
  const [type = 0, high = 0, middle = 0, low = 0] = bytes
  if (bytes.length < 4 || !isAnswerType(type)) return null
  const options = readOptions(bytes.subarray(4))
  const status = options && readStatus(options)
  if (!options || !status) return null
  const [client] = options.get(option.clientId) ?? []
  const [server] = options.get(option.serverId) ?? []
  const ia = readIa(options.get(option.iaNa) ?? [])
  // 11.1: a DUID is a type and at most 128 bytes.
  if (client === undefined || server === undefined || server.length < 3 || server.length > 130 || ia === undefined)
    return null
  return {
    kind: answerTypes[type],
    transaction: (high << 16) | (middle << 8) | low,
    client: client.slice(),
    server: server.slice(),
    rapid: options.has(option.rapidCommit),
    status,
    ia,
  }
}
