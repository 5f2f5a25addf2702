/**
 * A VICI message or a section of one: ordered keys with a value, a list of values, or a section.
 * Order matters (rounds of authentication, proposals), so it is a Map and not an object.
 * Shape and limits: strongSwan, src/libcharon/plugins/vici/README.md.
 */
export type SectionValue = string | Uint8Array
export type SectionElement = SectionValue | readonly SectionValue[] | Section
export type Section = ReadonlyMap<string, SectionElement>

/** The form in which code writes a section. A key whose value is undefined is left out. */
export interface SectionLiteral {
  readonly [key: string]: SectionValue | readonly SectionValue[] | SectionLiteral | undefined
}

const isList = (element: SectionElement | SectionLiteral): element is readonly SectionValue[] => Array.isArray(element)

export const section = (literal: SectionLiteral): Section => {
  const entries = new Map<string, SectionElement>()
  for (const [key, element] of Object.entries(literal)) {
    if (element === undefined) continue
    const plain = typeof element === 'string' || element instanceof Uint8Array || isList(element)
    entries.set(key, plain ? element : section(element))
  }
  return entries
}

export const yesNo = (value: boolean): string => (value ? 'yes' : 'no')

/** A text value; null where the key is absent or holds something else. */
export const textOf = (from: Section, key: string): string | null => {
  const element = from.get(key)
  return typeof element === 'string' ? element : null
}

/** VICI writes numbers as text; null where absent or not a number. */
export const numberOf = (from: Section, key: string): number | null => {
  const text = textOf(from, key)
  return text !== null && /^-?\d+$/.test(text) ? Number(text) : null
}

/** An absent boolean means no. */
export const booleanOf = (from: Section, key: string): boolean => textOf(from, key) === 'yes'

export const listOf = (from: Section, key: string): readonly string[] => {
  const element = from.get(key)
  return element !== undefined && isList(element) ? element.filter((item) => typeof item === 'string') : []
}

export const sectionOf = (from: Section, key: string): Section | null => {
  const element = from.get(key)
  return element instanceof Map ? element : null
}

/** The sections directly inside, in order: `list-sa` has one per IKE_SA, `child-sas` one per CHILD_SA. */
export const sectionsOf = (from: Section): readonly (readonly [name: string, section: Section])[] =>
  [...from].flatMap(([name, element]) => (element instanceof Map ? [[name, element as Section] as const] : []))
