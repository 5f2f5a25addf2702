/** The kinds of guest, and how one of each is started. */
import type { ChildProcess } from 'node:child_process'
import type { AgentPlace } from './connection.ts'
import type { Image } from './image.ts'
import { startQemu } from './qemu.ts'
import { startUserMode } from './user-mode.ts'

/** What a guest is started with. */
export interface Boot {
  readonly image: Image
  readonly disk?: string
  /** For the kernel's command line. */
  readonly words: readonly string[]
  /** Of this guest's own; the agent's token is in it. */
  readonly folder: string
  /** An open file, for its console. */
  readonly output: number
}

export interface StartedGuest {
  readonly child: ChildProcess
  /** Where its agent will answer. */
  readonly at: AgentPlace['at']
  /** The process that the machine is, once it is up. */
  pid(): number
}

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
