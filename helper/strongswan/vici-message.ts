/**
 * Packets and messages of the VICI protocol, to and from bytes. Strict in both directions: what does not fit is
 * a `ViciMalformed`, never a message cut short.
 * Format: strongSwan, src/libcharon/plugins/vici/README.md, "Packet layer" and "Message format".
 */
import { isUtf8 } from 'node:buffer'
import type { Section, SectionElement, SectionValue } from '../core/layer/ike/section.ts'

/** vici_socket.c, vici_connection.c: longer segments make charon drop the connection, or its own answer. */
export const maximumSegment = 512 * 1024
const maximumName = 0xff
const maximumValue = 0xffff
/** Ours. charon's deepest message, list-sa, nests four. */
const maximumDepth = 32

export const packetType = {
  commandRequest: 0,
  commandResponse: 1,
  commandUnknown: 2,
  eventRegister: 3,
  eventUnregister: 4,
  eventConfirm: 5,
  eventUnknown: 6,
  event: 7,
} as const
export type PacketType = (typeof packetType)[keyof typeof packetType]

const elementType = { sectionStart: 1, sectionEnd: 2, keyValue: 3, listStart: 4, listItem: 5, listEnd: 6 } as const

export interface Packet {
  readonly type: PacketType
  /** Of a command or an event; empty for the types that have none. */
  readonly name: string
  readonly message: Section
}

const named: ReadonlySet<number> = new Set([
  packetType.commandRequest,
  packetType.eventRegister,
  packetType.eventUnregister,
  packetType.event,
])

export class ViciMalformed extends Error {
  override readonly name = 'ViciMalformed'
}

const encodeName = (name: string): Buffer => {
  const bytes = Buffer.from(name, 'utf8')
  if (bytes.length === 0 || bytes.length > maximumName) throw new ViciMalformed(`name of ${bytes.length} bytes`)
  return Buffer.concat([Buffer.of(bytes.length), bytes])
}

const encodeValue = (value: SectionValue): Buffer => {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : Buffer.from(value)
  if (bytes.length > maximumValue) throw new ViciMalformed(`value of ${bytes.length} bytes`)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

const encodeElement = (name: string, element: SectionElement): Buffer[] => {
  if (typeof element === 'string' || element instanceof Uint8Array)
    return [Buffer.of(elementType.keyValue), encodeName(name), encodeValue(element)]
  if (element instanceof Map)
    return [
      Buffer.of(elementType.sectionStart),
      encodeName(name),
      encodeMessage(element),
      Buffer.of(elementType.sectionEnd),
    ]
  return [
    Buffer.of(elementType.listStart),
    encodeName(name),
    ...[...(element as readonly SectionValue[])].flatMap((item) => [
      Buffer.of(elementType.listItem),
      encodeValue(item),
    ]),
    Buffer.of(elementType.listEnd),
  ]
}

export const encodeMessage = (message: Section): Buffer =>
  Buffer.concat([...message].flatMap(([name, element]) => encodeElement(name, element)))

/** With its length in front, ready for the stream. */
export const encodePacket = ({ type, name, message }: Packet): Buffer => {
  const body = Buffer.concat([Buffer.of(type), ...(named.has(type) ? [encodeName(name)] : []), encodeMessage(message)])
  if (body.length > maximumSegment) throw new ViciMalformed(`packet of ${body.length} bytes`)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  return Buffer.concat([length, body])
}

/** Reads on from a position; reading past the end is malformed. */
class Reader {
  private position = 0
  private readonly bytes: Buffer
  constructor(bytes: Buffer) {
    this.bytes = bytes
  }
  get atEnd(): boolean {
    return this.position === this.bytes.length
  }
  take(length: number): Buffer {
    const end = this.position + length
    if (end > this.bytes.length) throw new ViciMalformed(`ends ${end - this.bytes.length} bytes early`)
    const taken = this.bytes.subarray(this.position, end)
    this.position = end
    return taken
  }
  byte(): number {
    return this.take(1).readUInt8()
  }
  elementName(): string {
    const length = this.byte()
    if (length === 0) throw new ViciMalformed('empty name')
    return this.take(length).toString('utf8')
  }
  /** Values are text as far as charon documents; what is not UTF-8 (an odd identity, a DER blob) stays bytes. */
  value(): SectionValue {
    const bytes = this.take(this.take(2).readUInt16BE())
    return isUtf8(bytes) ? bytes.toString('utf8') : Uint8Array.from(bytes)
  }
}

const readList = (reader: Reader): SectionValue[] => {
  const items: SectionValue[] = []
  for (;;) {
    const type = reader.byte()
    if (type === elementType.listEnd) return items
    if (type !== elementType.listItem) throw new ViciMalformed(`element type ${type} in a list`)
    items.push(reader.value())
  }
}

const readSection = (reader: Reader, depth: number): Section => {
  if (depth > maximumDepth) throw new ViciMalformed(`nested deeper than ${maximumDepth}`)
  const entries = new Map<string, SectionElement>()
  const add = (name: string, element: SectionElement) => {
    if (entries.has(name)) throw new ViciMalformed(`"${name}" twice in one section`)
    entries.set(name, element)
  }
  for (;;) {
    if (reader.atEnd) {
      if (depth > 0) throw new ViciMalformed('section without end')
      return entries
    }
    const type = reader.byte()
    if (type === elementType.sectionEnd && depth > 0) return entries
    if (type === elementType.keyValue) add(reader.elementName(), reader.value())
    else if (type === elementType.listStart) add(reader.elementName(), readList(reader))
    else if (type === elementType.sectionStart) add(reader.elementName(), readSection(reader, depth + 1))
    else throw new ViciMalformed(`element type ${type} in a section`)
  }
}

export const decodeMessage = (bytes: Buffer): Section => readSection(new Reader(bytes), 0)

/** One segment of the stream without its length. */
export const decodePacket = (segment: Buffer): Packet => {
  const reader = new Reader(segment)
  const type = reader.byte()
  if (type > packetType.event) throw new ViciMalformed(`packet type ${type}`)
  const name = named.has(type) ? reader.elementName() : ''
  return { type: type as PacketType, name, message: readSection(reader, 0) }
}
