/** Electron and the built app where the ordinary user can read them: in place, or copied where the checkout is closed. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { provideElectron } from '../../build/electron/provide.ts'
import type { Account } from './account.ts'

const dist = join(import.meta.dirname, '../../dist')

export interface Staged {
  readonly executable: string
  readonly appArguments: readonly string[]
}

export function stageApp(account: Account, say?: (line: string) => void): Staged {
  const { folder, executable, appArguments } = provideElectron(say)
  if (canRead(account, executable) && canRead(account, join(dist, 'app/main.cjs'))) return { executable, appArguments }

  const stage = '/var/tmp/roam6-stage'
  mkdirSync(stage, { recursive: true })
  chmodSync(stage, 0o755)
  copyOpen(folder, join(stage, 'electron'))
  copyOpen(dist, join(stage, 'dist'))
  const linked = join(stage, 'electron/resources/app')
  if (appArguments.length === 0 && !(existsSync(linked) && readlinkSync(linked) === join(stage, 'dist/app'))) {
    rmSync(linked, { recursive: true, force: true })
    symlinkSync(join(stage, 'dist/app'), linked)
  }
  return {
    executable: join(stage, 'electron/electron'),
    appArguments: appArguments.length > 0 ? [join(stage, 'dist/app')] : [],
  }
}

function canRead({ as }: Account, path: string): boolean {
  const [program = 'test', ...args] = [...as, 'test', '-r', path]
  return spawnSync(program, args).status === 0
}

/**
 * Copies a folder so that everybody may read it: each file of a checkout that was made under umask 077 is closed. It keeps owners and
 * the rest of the modes, as chrome-sandbox's matter, and skips what is there already.
 */
export function copyOpen(from: string, to: string): void {
  execFileSync('cp', ['-a', '--update', '--no-target-directory', '--remove-destination', from, to])
  execFileSync('chmod', ['-R', 'go+rX', to])
}
