/**
 * The journal keeps changes on disk, synced before they are made: whatever happens to the helper, the next one can undo
 * them. Each entry is a line of JSON. A line that a power cut tore was never synced, so its change was never made.
 */
import { closeSync, existsSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as v from 'valibot'
import type { Change } from '../core/change/change.ts'
import { removeFile, replaceFile, syncFolder, writeAll } from '../files/durable-file.ts'

/**
 * A scope is a group of changes that are made and undone together: the guard while home is wanted, a carrier's daemon
 * during one attempt, the tunnel across attempts.
 */
export const scopes = ['guard', 'carrier', 'tunnel'] as const
export type Scope = (typeof scopes)[number]

export interface Entry {
  readonly scope: Scope
  /**
   * The value of /proc/sys/kernel/random/boot_id when the entry was written: the kernel's state does not survive a
   * boot.
   */
  readonly boot: string
  readonly change: Change
}

/** Checks the shape of an entry only: the journal is written by this program into a folder of root's. */
const EntryLine = v.object({
  scope: v.picklist(scopes),
  boot: v.string(),
  change: v.custom<Change>((value) => typeof value === 'object' && value !== null && 'kind' in value),
})

export interface Journal {
  entries(): readonly Entry[]
  /** Adds entries; returns when they are on disk. */
  append(entries: readonly Entry[]): void
  /** Replaces all entries atomically by those that remain; where none remains, the file is removed. */
  replace(entries: readonly Entry[]): void
}

function readEntries(path: string): Entry[] {
  if (!existsSync(path)) return []
  const entries: Entry[] = []
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue
    try {
      entries.push(v.parse(EntryLine, JSON.parse(line)))
    } catch {
      // A torn line can be followed only by other lines of the same unsynced write.
      break
    }
  }
  return entries
}

export function openJournal(path: string): Journal {
  let entries = readEntries(path)
  // The file is written anew with its whole lines, as a torn line at the end would make the next entry unreadable.
  if (existsSync(path)) store(entries)
  function store(remaining: readonly Entry[]) {
    // Memory is brought up to date before the disk. On a full disk the file keeps entries that are undone already; the next helper
    // undoes them once more, which changes nothing. Where no entry remains the file is removed, which needs no space.
    entries = [...remaining]
    if (entries.length === 0) removeFile(path)
    else replaceFile(path, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  }
  return {
    entries: () => entries,
    append(added) {
      const isNew = !existsSync(path)
      const descriptor = openSync(path, 'a', 0o600)
      const { size } = fstatSync(descriptor)
      try {
        writeAll(descriptor, added.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
        fdatasyncSync(descriptor)
      } catch (error) {
        // The file is cut back to whole lines: a part of a line at its end would make the next entry unreadable.
        ftruncateSync(descriptor, size)
        throw error
      } finally {
        closeSync(descriptor)
      }
      if (isNew) syncFolder(dirname(path))
      entries = [...entries, ...added]
    },
    replace: store,
  }
}
