/** Whether QEMU may use KVM here. /dev/kvm may exist and still hang a guest: only a guest that has booted counts. */
import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder, type Image } from './image.ts'

export type Accelerator = 'kvm' | 'tcg'

/** A kernel under a working KVM gets to its initrd in well under a second. */
const probeMs = 6_000

/** Probed once per boot of this machine. */
export async function chooseAccelerator(image: Image): Promise<Accelerator> {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK)
  } catch {
    return 'tcg'
  }
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
  const answers = join(cacheFolder(), 'lab')
  const file = join(answers, `kvm-${boot}`)
  const known = await readFile(file, 'utf8').catch(() => '')
  if (known === 'kvm' || known === 'tcg') return known
  const answer = (await bootsUnderKvm(image)) ? 'kvm' : 'tcg'
  await mkdir(answers, { recursive: true })
  await writeFile(file, answer)
  return answer
}

function bootsUnderKvm(image: Image): Promise<boolean> {
  const machine = [
    '-accel',
    'kvm',
    '-cpu',
    'host',
    '-m',
    '256',
    '-nographic',
    '-nodefaults',
    '-no-reboot',
    '-serial',
    'stdio',
  ]
  const boot = ['-kernel', image.kernel, '-initrd', image.initrd, '-append', 'console=ttyS0 quiet panic=-1 roam6.probe']
  const qemu = spawn('qemu-system-x86_64', [...machine, ...boot], { stdio: ['ignore', 'pipe', 'ignore'] })
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), probeMs)
  let said = ''
  qemu.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    if (said.includes('guest: it boots')) resolve(true)
  })
  qemu.on('error', () => resolve(false))
  qemu.on('exit', () => resolve(said.includes('guest: it boots')))
  return promise.finally(() => {
    clearTimeout(timer)
    qemu.kill('SIGKILL')
  })
}
