/** Writes a gateway's files into a folder: one folder for each machine, and in it each file at its own path. */
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { GatewayFile } from '../helper/core/gateway/text.ts'

export type WrittenFiles =
  | { readonly ok: true; readonly paths: readonly string[] }
  /** A file is there already: nothing was written. */
  | { readonly ok: false; readonly there: string }
  /** The system refused, by this name of its error: some files may have been written. */
  | { readonly ok: false; readonly refused: string }

const modeOf = ({ secret, runs }: GatewayFile) => (secret ? 0o600 : 0o644) | (runs ? (secret ? 0o100 : 0o111) : 0)

export function writeGatewayFiles(folder: string, files: readonly GatewayFile[], overwrites: boolean): WrittenFiles {
  const placed = files.map((file) => ({ file, path: join(folder, file.on, file.path) }))
  const there = placed.find(({ path }) => existsSync(path))
  if (there && !overwrites) return { ok: false, there: there.path }
  try {
    for (const { file, path } of placed) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
      const mode = modeOf(file)
      // The mode of a file that is there stays when it is written over.
      if (existsSync(path)) chmodSync(path, mode)
      writeFileSync(path, file.content, { mode, flag: overwrites ? 'w' : 'wx' })
    }
  } catch (error) {
    return { ok: false, refused: (error as NodeJS.ErrnoException).code ?? String(error) }
  }
  return { ok: true, paths: placed.map(({ path }) => path) }
}
