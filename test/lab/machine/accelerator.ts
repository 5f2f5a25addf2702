/**
 * How a guest can run here. What is there may still not work (a /dev/kvm that hangs every guest): only a guest that has
 * booted counts.
 */
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { labCache } from './cache.ts'
import type { Image } from './image.ts'
import { type Accelerator, accelerators, kinds } from './start.ts'
import { removeTemporary, temporaryFolder } from './temporary.ts'
import { userModeKernel } from './user-mode-kernel.ts'

/** A kernel under a working KVM gets to its initrd in well under a second, a user-mode one in one. */
const probeMs = 6_000

/** Chooses the kind that ROAM6_LAB names, else the one that was probed, once per boot of this machine. */
export async function chooseAccelerator(image: Image): Promise<Accelerator> {
  const asked = accelerators.find((name) => name === process.env.ROAM6_LAB)
  if (asked) return asked
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
  const kernel = existsSync(userModeKernel()) ? basename(userModeKernel()) : 'none'
  const file = join(labCache(), `accelerator-${boot}-${kernel}`)
  const answer = await readFile(file, 'utf8').catch(() => '')
  const known = accelerators.find((name) => name === answer)
  if (known) return known
  const found = await probe(image)
  await mkdir(labCache(), { recursive: true })
  await writeFile(file, found)
  return found
}

async function probe(image: Image): Promise<Accelerator> {
  const candidates = accelerators.filter(
    (name) => (name !== 'kvm' || existsSync('/dev/kvm')) && (name !== 'user-mode' || existsSync(userModeKernel())),
  )
  for (const name of candidates) {
    const lacking = kinds[name].lacks?.() !== undefined
    if (name === 'tcg' || (!lacking && (await boots(name, image)))) return name
  }
  return 'tcg'
}

/** Tells whether a guest of this kind boots far enough to say so on its console. */
async function boots(accelerator: Accelerator, image: Image): Promise<boolean> {
  const folder = temporaryFolder('probe')
  const console = join(folder, 'console.log')
  await writeFile(join(folder, 'token'), 'unused')
  const output = openSync(console, 'w', 0o600)
  const { child } = kinds[accelerator].start({ image, words: ['roam6.probe'], folder, output })
  closeSync(output)
  const ended = new Promise<void>((done) => child.once('exit', () => done()).once('error', () => done()))
  await Promise.race([ended, delay(probeMs, undefined, { ref: false })])
  child.kill('SIGKILL')
  await ended
  const said = await readFile(console, 'utf8')
  removeTemporary(folder)
  return said.includes('guest: it boots')
}
