/** Whether an output is younger than everything that it was made from, so that a second build costs nothing. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Path → size and time of change, of every file that an output was made from. The path is relative: a copied checkout has its own files. */
type Stamp = Readonly<Record<string, string>>

function look(path: string): string | undefined {
  const found = statSync(join(root, path), { throwIfNoEntry: false })
  return found && `${found.size} ${found.mtimeMs}`
}

export function isFresh(stampFile: string): boolean {
  let stamp: Stamp
  try {
    stamp = JSON.parse(readFileSync(stampFile, 'utf8')) as Stamp
  } catch {
    return false // never built, or interrupted
  }
  return Object.entries(stamp).every(([path, then]) => look(path) === then)
}

/** To be called after the output is complete. */
export function writeStamp(stampFile: string, inputs: Iterable<string>): void {
  const stamp: Record<string, string> = {}
  for (const input of inputs) {
    const path = relative(root, input)
    const now = look(path)
    if (now) stamp[path] = now
  }
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, JSON.stringify(stamp))
}
