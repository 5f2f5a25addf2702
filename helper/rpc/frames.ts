/**
 * This module cuts a stream into messages: LSP's base protocol, "Content-Length: N", an empty line and N bytes of JSON. A message that is too
 * long or too deep, and a stream that holds no messages, are refused while the bytes arrive, before anything is parsed.
 */
import { limits } from './limits.ts'
import { createShapeCheck } from './shape.ts'

/** The stream is not one that the helper takes: its connection ends. */
export class FrameRefused extends Error {}

export interface FrameReader {
  /** Takes the next piece of the stream and returns the messages that end in it, in order. Throws `FrameRefused` or `ShapeRefused`. */
  push(piece: Buffer): Buffer[]
  /** Whether a message has begun and not ended. */
  readonly begun: boolean
}

export interface FrameOptions {
  /** The longest message. */
  readonly maxBytes: number
  /** Called when the length of a message is known. Throws where there is no room for such a message. */
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
          // The end of the header may be split over two pieces: the bytes of the earlier piece are kept in `header`.
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
