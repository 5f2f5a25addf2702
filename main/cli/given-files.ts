/** Files and folders that were named on the command line, as what the helper takes: content, never a path. */
import type { ImportedFile } from '../../helper/contract/import.ts'
import { importedFile } from '../imported-file.ts'
import { readFiles } from '../read-files.ts'
import { UsageError } from './verb.ts'

/** @throws UsageError where one cannot be read, or they are too much */
export function givenFiles(paths: readonly string[]): ImportedFile[] {
  const read = readFiles(paths)
  if (!read.ok) throw new UsageError(read.words.message.replace(/\.$/, ''))
  if (read.value.length === 0) throw new UsageError(`there is no file in ${paths.join(', ')}`)
  return read.value.map(importedFile)
}

/** The text of one file. @throws UsageError */
export function givenText(path: string): string {
  const [file] = givenFiles([path])
  return file?.content ?? ''
}
