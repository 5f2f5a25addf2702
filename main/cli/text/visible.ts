/**
 * Text for a terminal: what moves its cursor, colours it, turns the direction of writing or takes no room is shown as "<U+202E>". Names,
 * files and what gateways say come from anybody.
 */

/** Unicode's control, format (bidirectional, zero-width, tags), line and paragraph separators, halves of pairs. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const named = (letter: string) => `<U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`

/** Lines stay lines, and columns columns. */
export const visible = (text: string): string =>
  text.replace(unseen, (letter) => (letter === '\n' || letter === '\t' ? letter : named(letter)))

/** JSON that says the same and shows all of it. */
export const visibleJson = (json: string): string =>
  json.replace(unseen, (letter) =>
    letter === '\n'
      ? letter
      : Array.from(
          { length: letter.length },
          (_, at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, '0')}`,
        ).join(''),
  )
