/** Turns files and folders that were named on the command line into what the helper takes: content, never a path. */
import { existsSync, readdirSync, statSync } from 'node:fs'
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

/** Reads the text of one file. */
export const textOf = (path: string): string => new TextDecoder().decode(contentOf(path))

function read(paths: readonly string[]): readonly WindowFile[] {
  const answer = readFiles(paths)
  if (answer.ok) return answer.value
  const { message, remedy } = answer.words
  throw new UsageError(message, paths.map(meant).find((words) => words !== undefined) ?? remedy)
}

/** Asks for the file beside it that a misspelt name means. */
function meant(path: string): string | undefined {
  const folder = dirname(path)
  if (existsSync(path) || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined
  const near = nearest(basename(path), namesIn(folder))
  return near === undefined ? undefined : `Did you mean “${join(folder, near)}”?`
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // A folder that may not be listed has no names to offer.
    return []
  }
}
