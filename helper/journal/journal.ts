/**
 * Changes on disk, synced before they are made: whatever happens to the helper, the next one can take them back.
 * One JSON line per entry. A line that a power cut tore was never synced, so its change was never made.
 */
import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'
import type { Change } from '../core/change/change.ts'
import { removeFile, replaceFile, syncFolder } from '../files/durable-file.ts'

/** Changes that live as long as each other: the guard while home is wanted, a carrier's daemon during one attempt, the tunnel across attempts. */
export const scopes = ['guard', 'carrier', 'tunnel'] as const
export type Scope = (typeof scopes)[number]

export interface Entry {
  readonly scope: Scope
  /** /proc/sys/kernel/random/boot_id when it was written: what the kernel held is gone after another boot. */
  readonly boot: string
  readonly change: Change
}

/** Ours, written by this program into a folder of root's: only its shape as a journal is checked. */
const EntryLine = z.object({
  scope: z.enum(scopes),
  boot: z.string(),
  change: z.custom<Change>((value) => typeof value === 'object' && value !== null && 'kind' in value),
})

export interface Journal {
  entries(): readonly Entry[]
  /** Returns when it is on disk. */
  append(entries: readonly Entry[]): void
  /** The entries that remain, atomically; none removes the file. */
  replace(entries: readonly Entry[]): void
}

function readEntries(path: string): Entry[] {
  if (!existsSync(path)) return []
  const entries: Entry[] = []
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue
    try {
      entries.push(EntryLine.parse(JSON.parse(line)))
    } catch {
      // Torn: see above. Nothing can follow it but other lines of the same unsynced write.
      break
    }
  }
  return entries
}

export function openJournal(path: string): Journal {
  let entries = readEntries(path)
  // A torn tail would make the next line unreadable: begin with whole lines only.
  if (existsSync(path)) store(entries)
  function store(remaining: readonly Entry[]) {
    entries = [...remaining]
    if (entries.length === 0) removeFile(path)
    else replaceFile(path, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  }
  return {
    entries: () => entries,
    append(added) {
      const isNew = !existsSync(path)
      const descriptor = openSync(path, 'a', 0o600)
      try {
        writeSync(descriptor, added.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
        fdatasyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
      if (isNew) syncFolder(dirname(path))
      entries = [...entries, ...added]
    },
    replace: store,
  }
}
