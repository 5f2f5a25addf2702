/** Electron and the built app where the ordinary user can read them: in place, or copied where the checkout is closed. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
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
  copy(folder, join(stage, 'electron'))
  copy(dist, join(stage, 'dist'))
  // Each file of a checkout that was made under umask 077 is closed, and so is its copy.
  execFileSync('chmod', ['-R', 'go+rX', stage])
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

/** Keeps owners and modes, as chrome-sandbox's matter; skips what is there already. */
function copy(from: string, to: string): void {
  execFileSync('cp', ['-a', '--update', '--no-target-directory', '--remove-destination', from, to])
}
