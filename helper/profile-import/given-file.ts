/** Files that a configuration names, looked for among those that were given: no path is ever opened. */
import { baseName } from './certificates.ts'
import type { SourceFile } from './importer.ts'

/** By its whole name where it has one of these, else by the last part of its path. */
export const fileNamed = (files: readonly SourceFile[], reference: string): SourceFile | undefined =>
  files.find(({ name }) => name === reference) ?? files.find(({ name }) => baseName(name) === baseName(reference))
