/** This module builds the kernel of user-mode guests of Debian's source with user-mode.config, once, into the lab's cache. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { keep, labCache } from './cache.ts'
import { tool } from './outside.ts'

const config = join(import.meta.dirname, 'user-mode.config')
/** A user-mode kernel of before 6.16 traces each system call, and none before 6.13 knows the registers of newer processors. */
const source = { suite: 'sid', package: 'linux-source' }
/** A build takes ten minutes on two processors. */
const buildTimeoutMs = 40 * 60_000

/** Returns the kernel's folder, which need not be there: in it are `linux`, and `modules` as `make modules_install` lays them out. */
export function userModeKernel(): string {
  const key = createHash('sha256').update(JSON.stringify(source)).update(readFileSync(config)).digest('hex')
  return join(labCache(), `user-mode-${key.slice(0, 12)}`)
}

export async function provideUserModeKernel(say: (line: string) => void): Promise<void> {
  const folder = userModeKernel()
  if (existsSync(folder)) return
  say('lab kernel: user-mode Linux of Debian’s source (ten minutes, once)')
  await keep(folder, build)
}

async function build(folder: string): Promise<void> {
  const work = await mkdtemp(`${folder}-work-`)
  try {
    const extracted = join(work, 'extracted')
    // A list that is older than it says it may be will do: it names a kernel for tests, and is signed all the same.
    const old = '--aptopt=Acquire::Check-Valid-Until "false"'
    const fetch = ['--variant=extract', old, `--include=${source.package}`, source.suite, extracted]
    await tool('mmdebstrap', fetch, { timeoutMs: buildTimeoutMs })
    const sources = join(extracted, 'usr/src')
    const [tar] = (await readdir(sources)).filter((name) => /^linux-source-.*\.tar\.xz$/.test(name))
    if (!tar) throw new Error(`the package ${source.package} has no source in /usr/src`)
    const tree = join(work, 'tree')
    const script = `
      mkdir "$1"
      tar xf "$2" -C "$1" --strip-components 1
      cd "$1"
      make -s ARCH=um KCONFIG_ALLCONFIG="$3" allnoconfig
      make -s ARCH=um -j "$4" linux modules
      make -s ARCH=um INSTALL_MOD_PATH="$5/modules" INSTALL_MOD_STRIP=1 modules_install
      rm "$5"/modules/lib/modules/*/build
      strip linux
    `
    const args = [tree, join(sources, tar), config, String(availableParallelism()), folder]
    await tool('sh', ['-ec', script, 'sh', ...args], { timeoutMs: buildTimeoutMs })
    await copyFile(join(tree, 'linux'), join(folder, 'linux'))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
