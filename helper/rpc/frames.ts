/**
 * Messages out of a stream: LSP's base protocol, "Content-Length: N", an empty line and N bytes of JSON. What is too long, too deep or
 * no message at all is refused while it arrives, before anything of it is kept or parsed.
 */
import { limits } from './limits.ts'

/** The stream is not one of messages that we take: the connection ends. */
export class FrameRefused extends Error {}

export interface FrameReader {
  /** Whole messages that end in this piece, in order. Throws `FrameRefused`. */
  push(piece: Buffer): Buffer[]
  /** Whether a message has begun and not ended. */
  readonly begun: boolean
}

export interface FrameOptions {
  /** Of one message. */
  readonly maxBytes: number
  /** Asked when the length of a message is known. Throws where there is no room for it. */
  readonly announced: (length: number) => void
}

const headerEnd = Buffer.from('\r\n\r\n')
const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b])
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d])

/**
 * Counts brackets and commas as the bytes come. JSON.parse takes half a second for 8 MB of "[": the helper would stand still
 * meanwhile, while these few steps a byte are spread over the pieces.
 */
function createShapeCheck() {
  let depth = 0
  let values = 0
  let inText = false
  let escaped = false
  return (piece: Buffer) => {
    for (let at = 0; at < piece.length; at += 1) {
      const byte = piece[at] ?? 0
      if (escaped) escaped = false
      else if (byte === quote) inText = !inText
      else if (inText) escaped = byte === backslash
      else if (opening.has(byte)) {
        depth += 1
        values += 1
      } else if (closing.has(byte)) depth -= 1
      else if (byte === comma) values += 1
      if (depth > limits.depth) throw new FrameRefused('too deep')
      if (values > limits.values) throw new FrameRefused('too many values')
    }
  }
}

function lengthIn(header: string): number {
  const found = /^Content-Length: *(\d{1,9})\r?$/im.exec(header)
  if (!found) throw new FrameRefused('no Content-Length')
  return Number(found[1])
}

export function createFrameReader({ maxBytes, announced }: FrameOptions): FrameReader {
  let header = Buffer.alloc(0)
  let body: { readonly pieces: Buffer[]; missing: number; readonly check: (piece: Buffer) => void } | null = null

  return {
    get begun() {
      return body !== null || header.length > 0
    },
    push(piece) {
      const messages: Buffer[] = []
      let rest = piece
      while (rest.length > 0) {
        if (!body) {
          // An end that is split over two pieces is found with the last bytes of the one before.
          const joined = Buffer.concat([header, rest.subarray(0, limits.headerBytes + headerEnd.length)])
          const end = joined.indexOf(headerEnd)
          if (end < 0 ? joined.length >= limits.headerBytes : end > limits.headerBytes)
            throw new FrameRefused('the header is too long')
          if (end < 0) {
            header = joined
            break
          }
          rest = rest.subarray(end + headerEnd.length - header.length)
          header = Buffer.alloc(0)
          const length = lengthIn(joined.toString('latin1', 0, end))
          if (length === 0 || length > maxBytes) throw new FrameRefused(`a message of ${length} bytes`)
          announced(length)
          body = { pieces: [], missing: length, check: createShapeCheck() }
        }
        const part = rest.subarray(0, body.missing)
        body.check(part)
        body.pieces.push(part)
        body.missing -= part.length
        rest = rest.subarray(part.length)
        if (body.missing > 0) break
        messages.push(Buffer.concat(body.pieces))
        body = null
      }
      return messages
    },
  }
}

export function frame(message: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(message))
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body])
}
