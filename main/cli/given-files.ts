/** Turns files and folders that were named on the command line into what the helper takes: content, never a path. */
import { isUtf8 } from 'node:buffer'
import { existsSync, readdirSync, readlinkSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { ImportedFile } from '../../helper/contract/import.ts'
import { nearest } from '../../helper/core/nearest.ts'
import type { WindowFile } from '../contract/bridge.ts'
import { importedFile } from '../imported-file.ts'
import { readFiles } from '../read-files.ts'
import { UsageError } from './verb.ts'

/** @throws UsageError with what cannot be read, or is too much */
export const givenFiles = (paths: readonly string[]): ImportedFile[] => read(paths).map(importedFile)

/** Bytes of one file. */
export function contentOf(path: string): Uint8Array {
  const [file] = read([path])
  if (!file || file.name.includes('/')) throw new UsageError(`“${path}” is a folder`, 'Name one file in it.')
  return file.bytes
}

/**
 * Reads the text of one file.
 * @throws UsageError besides where it is no UTF-8, with the first line that is none
 */
export function textOf(path: string): string {
  const bytes = contentOf(path)
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes)
  const line = linesOf(bytes).findIndex((one) => !isUtf8(one)) + 1
  throw new UsageError(
    `“${path}” is not in UTF-8, first in line ${line}`,
    'Save it so in an editor, or: iconv -f ITS-ENCODING -t UTF-8',
  )
}

function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at)
    const next = end < 0 ? bytes.length : end + 1
    lines.push(bytes.subarray(at, next))
    at = next
  }
  return lines
}

function read(paths: readonly string[]): readonly WindowFile[] {
  for (const path of paths) refuseEndless(path)
  const answer = readFiles(paths)
  if (answer.ok) return answer.value
  const { message, remedy = 'Name only the files that belong to the profile.' } = answer.words
  throw new UsageError(message, paths.map(meant).find((words) => words !== undefined) ?? remedy)
}

/** These have no end, or wait for another program: they are never read. */
const endless: readonly (readonly [is: (stat: Stats) => boolean, what: string])[] = [
  [(stat) => stat.isFIFO(), 'a pipe'],
  [(stat) => stat.isSocket(), 'a socket'],
  [(stat) => stat.isCharacterDevice() || stat.isBlockDevice(), 'a device'],
]

function refuseEndless(path: string): void {
  let stat: Stats | undefined
  try {
    stat = statSync(path, { throwIfNoEntry: false })
  } catch {
    // Why it cannot be read is said by whoever reads it.
    return
  }
  const [, what] = endless.find(([is]) => stat !== undefined && is(stat)) ?? []
  if (what) throw new UsageError(`“${path}” is ${what}, and no file`, 'Put what it gives into a file, and name that.')
}

/** Says where a link leads that leads nowhere, or asks for the file beside it that a misspelt name means. */
function meant(path: string): string | undefined {
  const link = leadsTo(path)
  if (link !== undefined) return `It is a link to “${link}”, which is not there.`
  const folder = dirname(path)
  if (existsSync(path) || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined
  const names = namesIn(folder)
  const near = names.includes(basename(path)) ? undefined : nearest(basename(path), names)
  return near === undefined ? undefined : `Did you mean “${join(folder, near)}”?`
}

/** Returns what a link names that is not there; undefined for all else, and for a link to itself. */
function leadsTo(path: string): string | undefined {
  try {
    const leadsNowhere = statSync(path, { throwIfNoEntry: false }) === undefined
    return leadsNowhere ? readlinkSync(path) : undefined
  } catch {
    // There is no link by that name, or it cannot be followed.
    return undefined
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // A folder that may not be listed has no names to offer.
    return []
  }
}
