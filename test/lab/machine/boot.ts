/** This module says what every kind of guest is started with, and what is known of a started one. */
import type { ChildProcess } from 'node:child_process'
import type { AgentPlace } from './connection.ts'
import type { Image } from './image.ts'

/** A boot is all that a guest is started with. */
export interface Boot {
  readonly image: Image
  readonly disk?: string
  /** These words go to the kernel's command line. */
  readonly words: readonly string[]
  /** The folder is this guest's own, and has the agent's token in it. */
  readonly folder: string
  /** This open file takes its console. */
  readonly output: number
}

export interface StartedGuest {
  readonly child: ChildProcess
  /** Its agent will answer there. */
  readonly at: AgentPlace['at']
  /** Returns the number of the process that the machine is, once it is up. */
  pid(): number
}
