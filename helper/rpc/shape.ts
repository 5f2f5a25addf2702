/**
 * This check judges the shape of a JSON text before the text is parsed: JSON.parse takes half a second for 8 MB of "[" (measured), and the helper
 * does nothing else meanwhile. The check takes a few steps a byte, spread over the pieces of a message.
 */
export interface Shape {
  /** Levels of brackets. */
  readonly depth: number
  /** Values: brackets and commas. */
  readonly values: number
}

/** The text is deeper, or has more in it, than it may. */
export class ShapeRefused extends Error {}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b])
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d])

/** Returns a function that takes the text piece by piece and throws `ShapeRefused` at the first byte that is too much. */
export function createShapeCheck(most: Shape): (piece: Uint8Array) => void {
  let depth = 0
  let values = 0
  let inText = false
  let escaped = false
  return (piece) => {
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
      if (depth > most.depth) throw new ShapeRefused('too deep')
      if (values > most.values) throw new ShapeRefused('too many values')
    }
  }
}

export const checkShape = (text: Uint8Array, most: Shape): void => createShapeCheck(most)(text)
