/** Writes a gateway's files into a folder: one folder for each machine, and in it each file at its own path. */
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { GatewayFile } from '../../../helper/core/gateway/text.ts'
import { UsageError } from '../verb.ts'

const modeOf = ({ secret, runs }: GatewayFile) => (secret ? 0o600 : 0o644) | (runs ? (secret ? 0o100 : 0o111) : 0)

/**
 * @returns the paths that were written
 * @throws UsageError where a file is there already, before anything is written
 */
export function writeFiles(folder: string, files: readonly GatewayFile[], overwrites: boolean): readonly string[] {
  const placed = files.map((file) => ({ file, path: join(folder, file.on, file.path) }))
  const there = placed.find(({ path }) => existsSync(path))
  if (there && !overwrites) throw new UsageError(`${there.path} is there already; --force writes over it`)
  try {
    for (const { file, path } of placed) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
      const mode = modeOf(file)
      // The mode of a file that is there stays when it is written over.
      if (existsSync(path)) chmodSync(path, mode)
      writeFileSync(path, file.content, { mode, flag: overwrites ? 'w' : 'wx' })
    }
  } catch (error) {
    throw new UsageError(`${folder}: ${(error as NodeJS.ErrnoException).code}`)
  }
  return placed.map(({ path }) => path)
}
