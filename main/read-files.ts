/** Reads files and folders that a person named, whole or not at all: for the dialogs and for the command line. */
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Reply, WindowFile, Words } from './contract/bridge.ts'
import { maxFileBytes, maxFiles, maxImportBytes } from './contract/limits.ts'
import { unreadFile } from './unread-file.ts'

/** Folders within folders; tinc's and OpenVPN's go two deep. */
const maxDepth = 6

/** A folder's files are called by their way in it, the folder's own name first. */
export function readFiles(paths: readonly string[]): Reply<readonly WindowFile[]> {
  let at = ''
  try {
    const found = paths.flatMap((path) => {
      at = path
      return list(path, basename(resolve(path)), maxDepth)
    })
    const words = tooMuch(found)
    if (words) return { ok: false, words }
    const files = found.map(({ path, name }) => {
      at = path
      return { name, bytes: new Uint8Array(readFileSync(path)) }
    })
    return files.length > 0 ? { ok: true, value: files } : { ok: false, words: nothingIn(paths) }
  } catch (error) {
    return { ok: false, words: unreadFile(at, error) }
  }
}

const nothingIn = (paths: readonly string[]): Words => ({
  message: `There is no file in ${paths.map((path) => `“${path}”`).join(', ')}.`,
  remedy: 'Name the files themselves, or the folder that they lie in.',
})

interface Found {
  readonly path: string
  readonly name: string
  readonly size: number
}

/** What was named may be a link; what lies in a folder and is one leads elsewhere, and is passed over. */
function list(path: string, name: string, depth: number): Found[] {
  const stat = depth === maxDepth ? statSync(path) : lstatSync(path)
  if (stat.isFile()) return [{ path, name, size: stat.size }]
  if (!stat.isDirectory() || depth === 0) return []
  return readdirSync(path).flatMap((entry) => list(join(path, entry), `${name}/${entry}`, depth - 1))
}

function tooMuch(found: readonly Found[]): Words | undefined {
  const large = found.find(({ size }) => size > maxFileBytes)
  if (large) return { message: `${large.name} is larger than 1 MiB, so nothing was read.` }
  if (found.length > maxFiles) return { message: `These are ${found.length} files; at most ${maxFiles} are read.` }
  const total = found.reduce((sum, { size }) => sum + size, 0)
  return total > maxImportBytes ? { message: 'Together these files are larger than 8 MiB.' } : undefined
}
