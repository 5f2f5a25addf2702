/** This module starts a guest under QEMU, with the processor's help (KVM) or emulated. */
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { Boot, StartedGuest } from './boot.ts'
import { checkout, node } from './places.ts'

/** The agent listens on this TCP port inside the guest. */
const agentPort = 7766

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
const processors = {
  kvm: ['-accel', 'kvm', '-cpu', 'host', '-smp', '2'],
  tcg: ['-accel', 'tcg', '-cpu', plainProcessor, '-smp', '1'],
} as const

/**
 * For speed under emulation. An emulator translates code once for each address it finds it at: with the same library at
 * the same place in every process, a program starts three times as fast (measured). There is no processor whose flaws
 * would have to be worked around.
 */
const forSpeed = 'norandmaps nokaslr mitigations=off nowatchdog'

/** QEMU says these words where another process has the port that was picked. */
export const portIsTaken = 'Could not set up host forwarding rule'

export function startQemu(
  accelerator: keyof typeof processors,
  { image, disk, words, folder, output }: Boot,
): StartedGuest {
  const port = randomInt(20_000, 60_000)
  const share = (tag: string, path: string) => [
    '-virtfs',
    `local,path=${path},mount_tag=${tag},security_model=none,readonly=on`,
  ]
  const drive = (file: string, more: string) => ['-drive', `file=${file},if=virtio,format=raw,${more}`]
  const args = [
    ...processors[accelerator],
    '-m',
    '3072',
    '-nographic',
    '-nodefaults',
    '-no-reboot',
    '-serial',
    'stdio',
    ...drive(image.root, 'readonly=on'),
    ...(disk ? drive(disk, 'cache=writeback') : []),
    ...share('project', checkout),
    ...share('node', resolve(checkout, node)),
    '-fw_cfg',
    `name=opt/org.roam6/token,file=${join(folder, 'token')}`,
    '-netdev',
    `user,id=outside,restrict=on,hostfwd=tcp:127.0.0.1:${port}-:${agentPort}`,
    '-device',
    'virtio-net-pci,netdev=outside,romfile=',
    '-device',
    'virtio-rng-pci',
    '-kernel',
    image.kernel,
    '-initrd',
    image.initrd,
    '-append',
    ['console=ttyS0 quiet panic=-1', forSpeed, ...words].join(' '),
  ]
  // The guest must not outlive this process, however this process ends.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'qemu-system-x86_64', ...args], {
    stdio: ['ignore', output, output],
  })
  return { child, at: { port }, pid: () => child.pid ?? 0 }
}
