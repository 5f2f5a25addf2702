/** The ordinary user that the app runs as: Chromium's sandbox does not go with root. */
import { execFileSync } from 'node:child_process'
import { chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

export interface Account {
  readonly uid: number
  readonly gid: number
  readonly home: string
  /** What to put before a command so that it runs as this account, and ends when we do. */
  readonly as: readonly string[]
}

const name = 'roam6test'

/** Ourselves, or, where that is root, an account made for tests. */
export function ordinaryAccount(): Account {
  const uid = process.getuid?.() ?? 0
  const endsWithUs = ['setpriv', '--pdeathsig=TERM']
  if (uid !== 0) return { uid, gid: process.getgid?.() ?? uid, home: homedir(), as: [...endsWithUs, '--'] }
  const known = passwd()
  if (!known) execFileSync('useradd', ['--create-home', '--shell', '/bin/sh', name])
  const entry = known ?? passwd()
  if (!entry) throw new Error(`no account ${name}`)
  const [, , uidText, gidText, , home = ''] = entry.split(':')
  const as = [...endsWithUs, `--reuid=${uidText}`, `--regid=${gidText}`, '--init-groups', '--']
  return { uid: Number(uidText), gid: Number(gidText), home, as }
}

function passwd(): string | undefined {
  try {
    return execFileSync('getent', ['passwd', name], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}

/** A folder of the account's own. */
export function ownFolder({ uid, gid }: Account, path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chownSync(path, uid, gid)
  return path
}

/** A script that runs `program` as the account: for whoever takes one executable, not a command line. */
export function runAsScript({ as }: Account, program: string, folder: string): string {
  const path = join(folder, 'run-as-ordinary-user')
  const words = [...as, program].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  writeFileSync(path, `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 })
  return path
}
