/** This table has the kinds of guest, and how one of each is started. */
import type { Boot, StartedGuest } from './boot.ts'
import { startQemu } from './qemu.ts'
import { lacksOfUserMode, startUserMode } from './user-mode.ts'

/** The fastest kind stands first; the last one works everywhere. */
export const accelerators = ['kvm', 'user-mode', 'tcg'] as const
export type Accelerator = (typeof accelerators)[number]

interface Kind {
  /** The disk of a boot is this device inside the guest. */
  readonly disk: string
  start(boot: Boot): StartedGuest
  /** Says what this machine lacks for it, in words for a person; undefined where nothing is known to be missing. */
  lacks?(): string | undefined
}

export const kinds: Readonly<Record<Accelerator, Kind>> = {
  kvm: { disk: '/dev/vdb', start: (boot) => startQemu('kvm', boot) },
  'user-mode': { disk: '/dev/ubdb', start: startUserMode, lacks: lacksOfUserMode },
  tcg: { disk: '/dev/vdb', start: (boot) => startQemu('tcg', boot) },
}
