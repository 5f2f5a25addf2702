/**
 * Messages out of a stream: LSP's base protocol, "Content-Length: N", an empty line and N bytes of JSON. What is too long, too deep or
 * no message at all is refused while it arrives, before anything of it is kept or parsed.
 */
import { limits } from './limits.ts'
import { createShapeCheck } from './shape.ts'

/** The stream is not one of messages that we take: the connection ends. */
export class FrameRefused extends Error {}

export interface FrameReader {
  /** Whole messages that end in this piece, in order. Throws `FrameRefused` or `ShapeRefused`. */
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
          body = { pieces: [], missing: length, check: createShapeCheck(limits) }
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
