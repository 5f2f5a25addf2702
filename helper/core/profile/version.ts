/** Profiles of other versions than `profileVersion`: older ones become one of now, later ones are refused. */
import type { ProfileFault } from './faults.ts'

export type Document = Readonly<Record<string, unknown>>

/** The n-th makes of a document of version n one of version n + 1, counted from 1. A file is never changed by it, only read. */
export const migrations: readonly ((document: Document) => Document)[] = []

const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A document as this Roam6 knows it, without its version; a fault where it is of a later one. */
export function migrated(
  written: unknown,
  by = migrations,
): { readonly ok: true; readonly document: unknown } | { readonly ok: false; readonly fault: ProfileFault } {
  if (!isDocument(written)) return { ok: true, document: written }
  const { version = 1, ...document } = written
  const fault = (what: string) => ({ ok: false as const, fault: { place: 'version', what } })
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    return fault('is a whole number from 1 on')
  const current = by.length + 1
  if (version > current)
    return fault(`${version} is of a later Roam6, and this one reads versions up to ${current}: upgrade it`)
  return { ok: true, document: by.slice(version - 1).reduce<Document>((older, step) => step(older), document) }
}
