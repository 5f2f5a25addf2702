/** The kinds of guest, and how one of each is started. */
import type { Boot, StartedGuest } from './boot.ts'
import { startQemu } from './qemu.ts'
import { startUserMode } from './user-mode.ts'

/** Fastest first; the last one works everywhere. */
export const accelerators = ['kvm', 'user-mode', 'tcg'] as const
export type Accelerator = (typeof accelerators)[number]

interface Kind {
  /** What the disk of a boot is inside. */
  readonly disk: string
  start(boot: Boot): StartedGuest
}

export const kinds: Readonly<Record<Accelerator, Kind>> = {
  kvm: { disk: '/dev/vdb', start: (boot) => startQemu('kvm', boot) },
  'user-mode': { disk: '/dev/ubdb', start: startUserMode },
  tcg: { disk: '/dev/vdb', start: (boot) => startQemu('tcg', boot) },
}
