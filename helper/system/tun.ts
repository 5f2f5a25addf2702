/** Makes a tun or tap device that stays, and that one user may attach to (linux/if_tun.h, tuntap.rst), as `ip tuntap add` does. */
import { open } from 'node:fs/promises'
import type { AddTun } from '../core/change/request.ts'
import type { Refusal } from './ports.ts'
import { inThread, libc } from './probes/libc.ts'

/** linux/if_tun.h */
const TUNSETIFF = 0x400454ca
const TUNSETPERSIST = 0x400454cb
const TUNSETOWNER = 0x400454cc
const mode = { tun: 0x1, tap: 0x2 } as const
/** IFF_NO_PI: packets come without a header of the device's own. */
const plain = 0x1000
/** IFF_TUN_EXCL: a device of that name that is there already is refused, and not attached to. */
const exclusive = 0x8000
/** struct ifreq of 64-bit machines: the name, then a union that begins with the flags. */
const request = { flags: 16, length: 40 } as const

/** Until it is made to stay, the device goes with the descriptor that made it: who is ended in between leaves none. */
export async function addTun({ name, mode: kind, user }: AddTun): Promise<Refusal | null> {
  const c = await libc()
  try {
    const device = await open('/dev/net/tun', 'r+')
    try {
      const named = Buffer.alloc(request.length)
      named.write(name, 'latin1')
      named.writeUInt16LE(mode[kind] | plain | exclusive, request.flags)
      const made = await inThread(c, (done) => c.ioctl.async(device.fd, TUNSETIFF, named, done))
      if (typeof made === 'string') return { error: made, words: '' }
      for (const [what, value] of [
        [TUNSETOWNER, user],
        [TUNSETPERSIST, 1],
      ] as const) {
        const set = await inThread(c, (done) => c.ioctlNumber.async(device.fd, what, value, done))
        if (typeof set === 'string') return { error: set, words: '' }
      }
      return null
    } finally {
      await device.close()
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return { error: code ?? 'EIO', words: message }
  }
}
