/** This module writes where something stands in a profile: the path of a key, and its line and column in the text. */
import type * as v from 'valibot'

export type Path = readonly PropertyKey[]

export interface Position {
  /** Both are counted from 1. */
  readonly line: number
  readonly column: number
}

/** Returns the path of the value that an issue is about: keys of tables and numbers of entries. */
export const pathOf = ({ path }: v.BaseIssue<unknown>): Path => path?.map(({ key }) => key as PropertyKey) ?? []

/** Writes a path as a person would: "layer[0].peer.id". */
export const placeOf = (path: Path): string =>
  path.reduce<string>(
    (place, key) =>
      typeof key === 'number' ? `${place}[${key}]` : place === '' ? String(key) : `${place}.${String(key)}`,
    '',
  )

/** Writes a position as "line 12, column 3": the same form everywhere. */
export const positionText = ({ line, column }: Position): string => `line ${line}, column ${column}`
