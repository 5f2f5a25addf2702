/** What every kind of guest is started with, and what is known of it then. */
import type { ChildProcess } from 'node:child_process'
import type { AgentPlace } from './connection.ts'
import type { Image } from './image.ts'

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
