/** This module starts a guest that is a process of this machine: user-mode Linux, a kernel without hardware. Programs run at full speed. */
import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Boot, StartedGuest } from './boot.ts'
import { checkout } from './places.ts'
import { userModeKernel } from './user-mode-kernel.ts'

const start = resolve(import.meta.dirname, 'user-mode-start')

/** The guest's network is a tap device, which an ordinary user makes in a namespace of theirs by this one. */
const tapMaker = '/dev/net/tun'

/** Says why no guest can be started: udev lets everybody open the device, other machines may not. */
export function lacksOfUserMode(device = tapMaker): string | undefined {
  try {
    closeSync(openSync(device, 'r+'))
    return undefined
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return `a guest needs ${device}, which ${code === 'ENOENT' ? 'is not there: modprobe tun' : `you may not open (${code}): chmod 666 ${device} as root, or run this as root`}`
  }
}

export function startUserMode({ image, disk, words, folder, output }: Boot): StartedGuest {
  const spaces = ['--user', '--map-root-user', '--net', '--mount', '--propagation', 'private', '--pid']
  // All processes of the guest end with the kernel, which is the first of them, and the kernel ends with this process.
  const unshare = ['unshare', ...spaces, '--fork', '--kill-child']
  const places = [userModeKernel(), image.root, checkout, folder, '3G', ...(disk ? [disk] : [])]
  const args = ['--pdeathsig', 'KILL', ...unshare, start, ...places, '--', 'quiet', 'panic=-1', ...words]
  const child = spawn('setpriv', args, { stdio: ['ignore', output, output] })
  const pid = () => Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8'))
  return { child, at: { path: join(folder, 'agent.sock') }, pid }
}
