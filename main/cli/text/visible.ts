/**
 * These functions make text safe for a terminal: a character that moves the cursor, sets a colour, turns the direction of writing or takes no
 * room is shown as "<U+202E>". Names, files and the words of gateways come from anybody.
 */

/** Unicode's control, format (bidirectional, zero-width, tags), line and paragraph separators, halves of pairs. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const named = (letter: string) => `<U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`

/** Shows every unseen character by its number; line feeds and tabs stay. */
export const visible = (text: string): string =>
  text.replace(unseen, (letter) => (letter === '\n' || letter === '\t' ? letter : named(letter)))

/** Escapes every unseen character of a JSON text; the text parses to the same value. */
export const visibleJson = (json: string): string =>
  json.replace(unseen, (letter) =>
    letter === '\n'
      ? letter
      : Array.from(
          { length: letter.length },
          (_, at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, '0')}`,
        ).join(''),
  )
