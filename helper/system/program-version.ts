/** What a program says of its version. Starting it to ask takes as long as half a connect: asked once for each file. */
import { stat } from 'node:fs/promises'
import type { CommandRunner } from './ports.ts'

const deadlineMs = 15_000

/** By path and what an upgrade changes. */
const known = new Map<string, string>()

/**
 * @param says with the version as its first group: "OpenVPN 2.6.14 x86_64-pc-linux-gnu …"
 * @returns '0' where it says something else. Rejects when the file is gone.
 */
export async function programVersion(path: string, says: RegExp, runner: CommandRunner): Promise<string> {
  const { ino, mtimeMs, size } = await stat(path)
  const file = [path, ino, mtimeMs, size].join(' ')
  const before = known.get(file)
  if (before !== undefined) return before
  const { stdout } = await runner.run(path, ['--version'], { deadlineMs })
  const version = says.exec(stdout)?.[1]
  // What says nothing today may only be slow.
  if (version !== undefined) known.set(file, version)
  return version ?? '0'
}
