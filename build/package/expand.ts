/** Lists each file and link that is packed, by its path. A row of the table that names a folder becomes a row for each file in it. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isConfiguration, type Place, type Row } from './content.ts'

/** Absolute paths of the places that the table's sources are relative to. */
export type Places = Readonly<Record<Place, string>>

export interface Entry {
  /** Absolute, as installed. */
  readonly path: string
  readonly mode: number
  readonly configuration: boolean
  /** A file: the absolute path of its content. A link: what it says. */
  readonly source: string
  readonly isLink: boolean
}

/** @throws where the source of a row is missing, or a folder has nothing of what the row wants */
export function expand(rows: readonly Row[], places: Places): readonly Entry[] {
  return rows.flatMap((row) => entriesOf(row, places)).sort((a, b) => (a.path < b.path ? -1 : 1))
}

function entriesOf(row: Row, places: Places): readonly Entry[] {
  const configuration = isConfiguration(row)
  if (row.kind === 'link') return [{ path: row.path, mode: 0o777, configuration, source: row.to, isLink: true }]
  const source = join(places[row.from], row.source)
  if (row.kind === 'file') {
    if (!statSync(source).isFile()) throw new Error(`${source} is no file`)
    return [{ path: row.path, mode: row.mode, configuration, source, isLink: false }]
  }
  const inside = readdirSync(source, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(source.length + 1))
    .filter((name) => row.only?.test(name) ?? true)
  if (inside.length === 0) throw new Error(`nothing for ${row.path} in ${source}`)
  return inside.map((name) => {
    const mode = (statSync(join(source, name)).mode & 0o100) === 0 || /\.(so(\.\d+)?|node)$/.test(name) ? 0o644 : 0o755
    return { path: join(row.path, name), mode, configuration, source: join(source, name), isLink: false }
  })
}
