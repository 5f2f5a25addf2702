/** Property lists as XML, text in and value out, for texts that may be made to harm whoever parses them. */
import { parse as parsePlist } from 'plist'

/** Apple's own have about ten. */
const deepest = 32

/** All that a property list is made of: no entities but XML's own, no CDATA, no attributes but the version. */
const token =
  /<!--(?:[^-]|-(?!-))*-->|<\?xml [^<>]*\?>|<!DOCTYPE plist [^<>[\]]*>|<(\/?)(plist|dict|array|key|string|data|date|integer|real|true|false)(?: version="[\d.]*")?\s*(\/?)>|[\t\n\u0020-\u0025\u0027-\u003b\u003d-\u{10ffff}]+|&(?:amp|lt|gt|quot|apos|#\d{1,6}|#x[\da-fA-F]{1,5});/uy

/**
 * The line at which a text is no property list, or null: the XML parser is given nothing else, for XML can be made to grow
 * and to nest without end, and the parser prints what it does not like.
 */
function badLine(text: string): number | null {
  const open: string[] = []
  let roots = 0
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const at = token.lastIndex
    const match = token.exec(text)
    const [, slash, name = '', empty] = match ?? []
    const closes = slash === '/' ? open.pop() === name && empty !== '/' : true
    if (slash === '' && empty === '') open.push(name)
    if (slash === '' && open.length <= 1) roots += name === 'plist' ? 1 : 2
    const outside = open.length === 0 && name === '' && !/^(\s*$|<!|<\?)/.test(match?.[0] ?? '')
    if (!match || !closes || outside || open.length > deepest || roots > 1) return text.slice(0, at).split('\n').length
  }
  return open.length > 0 || roots !== 1 ? text.split('\n').length : null
}

export type PropertyList =
  | { readonly ok: true; readonly root: object }
  /** The first line that is none; null where only the whole does not fit. */
  | { readonly ok: false; readonly line: number | null }

export function parsePropertyList(text: string): PropertyList {
  const line = badLine(text)
  if (line !== null) return { ok: false, line }
  try {
    const root: unknown = parsePlist(text)
    return typeof root === 'object' && root !== null ? { ok: true, root } : { ok: false, line: null }
  } catch {
    // A key without a value, a number that is none, "__proto__": the parser does not say where.
    return { ok: false, line: null }
  }
}
