/** tincd as far as it is heard: the lines of its log (1.0.36), and what SIGUSR2 makes it list. */
import { join } from 'node:path'
import type { DaemonWorld } from './daemon-world.ts'

const at = '(5.6.7.8 port 655)'
/** tincd says these lines of a connection, by what became of it. */
export const tincWords = {
  activated: [`Connection with gateway ${at} activated`],
  refused: [`Error while connecting to gateway ${at}: Connection refused`, 'Could not set up a meta connection'],
  timeout: [`Timeout while connecting to gateway ${at}`],
  'hung-up': [`Connection closed by gateway ${at}`, `Closing connection with gateway ${at}`],
  rejected: [`Timeout from gateway ${at} during authentication`],
  'wrong-key': [`Possible intruder gateway ${at}: wrong challenge reply`],
  closed: [`Closing connection with gateway ${at}`],
  noise: [
    'Ready',
    'Got ADD_EDGE from gateway',
    '',
    '\u0000\u0007',
    'Connection with other (5.6.7.9 port 655) activated',
  ],
} as const satisfies Record<string, readonly string[]>
export type TincWords = keyof typeof tincWords

const node = (name: string, status: string, nexthop: string, minimum: number) =>
  ` ${name} at 192.168.0.3 port 655 cipher 427 digest 64 maclength 4 compression 0 options c status ${status} nexthop ${nexthop} via ${name} pmtu 1451 (min ${minimum} max 1451)`
export const nodeList = [
  'Nodes:',
  node('my_laptop', '0018', 'my_laptop', 0),
  node('gateway', '0018', 'gateway', 1451),
  node('desk', '0018', 'gateway', 0),
  'End of nodes.',
]

export class FakeTinc {
  readonly role: string
  readonly #world: DaemonWorld

  constructor(world: DaemonWorld) {
    this.#world = world
    this.role = join(world.ports.runtime, 'tinc')
  }

  get isStarted(): boolean {
    return this.#world.processes.print().includes(`process ${this.role}`)
  }

  /** Counts how often it was asked for its nodes. */
  get asked(): number {
    return this.#world.processes.signals.filter((signal) => signal === `SIGUSR2 ${this.role}`).length
  }

  say(...lines: readonly string[]): void {
    this.#world.work()
    for (const line of lines) this.#world.processes.say(this.role, line)
  }

  exit(exitCode = 1): void {
    this.#world.work()
    this.#world.processes.exit(this.role, { exitCode, signal: null })
  }
}
