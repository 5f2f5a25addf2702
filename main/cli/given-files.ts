/** Files and folders that were named on the command line, as what the helper takes: content, never a path. */
import type { ImportedFile } from '../../helper/contract/import.ts'
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

/** Text of one file. */
export const textOf = (path: string): string => new TextDecoder().decode(contentOf(path))

function read(paths: readonly string[]): readonly WindowFile[] {
  const answer = readFiles(paths)
  if (answer.ok) return answer.value
  const { message, remedy } = answer.words
  throw new UsageError(message, remedy)
}
