/** What a program says of its version. Starting it to ask takes as long as half a connect: asked once for each file. */
import { stat } from 'node:fs/promises'

/** By path and what an upgrade changes. */
const known = new Map<string, string>()

/**
 * @param says with the version as its first group: "OpenVPN 2.6.14 x86_64-pc-linux-gnu …"
 * @param ask starts it and resolves with what it says
 * @returns '0' where it says something else. Rejects when the file is gone.
 */
export async function programVersion(path: string, says: RegExp, ask: () => Promise<string>): Promise<string> {
  const { ino, mtimeMs, size } = await stat(path)
  const file = [path, ino, mtimeMs, size].join(' ')
  const before = known.get(file)
  if (before !== undefined) return before
  const version = says.exec(await ask())?.[1]
  // What says nothing today may only be slow.
  if (version !== undefined) known.set(file, version)
  return version ?? '0'
}
