/** Files and folders that were named on the command line, as what the helper takes: content, never a path. */
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ImportedFile } from '../../helper/contract/import.ts'
import { maxFileBytes, maxFiles } from '../contract/bridge.ts'
import { importedFile } from '../imported-file.ts'
import { UsageError } from './verb.ts'

/** Folders within folders; /etc/ipsec.d and /etc/tinc go two deep. */
const maxDepth = 6

interface Found {
  readonly path: string
  readonly name: string
}

/** @throws UsageError with the path that cannot be read, or is too much */
export function givenFiles(paths: readonly string[]): ImportedFile[] {
  const found = paths.flatMap((path) => list(path, basename(path), maxDepth))
  if (found.length === 0) throw new UsageError(`there is no file in ${paths.join(', ')}`)
  if (found.length > maxFiles) throw new UsageError(`these are ${found.length} files; at most ${maxFiles} are read`)
  return found.map(({ path, name }) => importedFile({ name, bytes: contentOf(path) }))
}

/** Bytes of one file, within the contract's limit. */
export function contentOf(path: string): Uint8Array<ArrayBuffer> {
  const { size } = reading(path, () => statSync(path))
  if (size > maxFileBytes) throw new UsageError(`${path} is larger than ${maxFileBytes} bytes`)
  return new Uint8Array(reading(path, () => readFileSync(path)))
}

/** What was named may be a link; what lies in a named folder and is one leads elsewhere, and is passed over. */
function list(path: string, name: string, depth: number): Found[] {
  const stat = reading(path, () => (depth === maxDepth ? statSync(path) : lstatSync(path)))
  if (stat.isFile()) return [{ path, name }]
  if (!stat.isDirectory() || depth === 0) return []
  const entries = reading(path, () => readdirSync(path))
  return entries.flatMap((entry) => list(join(path, entry), `${name}/${entry}`, depth - 1))
}

function reading<Value>(path: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`)
  }
}
