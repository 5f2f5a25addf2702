/** This fake keeps programs that were started and not ended, by their roles. None of them runs: a test writes their lines, and ends them. */
import type { ProcessChange } from '../../helper/core/change/change.ts'
import type { ProcessExit } from '../../helper/system/ports.ts'
import type { ProcessStarter } from '../../helper/system/processes.ts'

interface Running {
  readonly exited: Promise<ProcessExit>
  readonly exit: (exit: ProcessExit) => void
}

export class FakeProcesses implements ProcessStarter {
  readonly #running = new Map<string, Running>()
  readonly #listeners = new Map<string, Set<(line: string) => void>>()
  readonly #started: (role: string) => void
  /** These signals were sent, each with the role of its program. */
  readonly signals: string[] = []

  /** @param started what one does as soon as it runs */
  constructor(started: (role: string) => void) {
    this.#started = started
  }

  print(): string[] {
    return [...this.#running.keys()].map((role) => `process ${role}`)
  }

  /** Counts the listeners to the lines of any of them. */
  get listeners(): number {
    return [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0)
  }

  /** Makes the program write a line. */
  say(role: string, line: string): void {
    for (const listener of [...(this.#listeners.get(role) ?? [])]) listener(line)
  }

  /** Makes the program end by itself. */
  exit(role: string, exit: ProcessExit = { exitCode: 1, signal: null }): void {
    const running = this.#running.get(role)
    this.#running.delete(role)
    running?.exit(exit)
  }

  async start({ role }: ProcessChange): Promise<void> {
    let exit: Running['exit'] = () => {}
    const exited = new Promise<ProcessExit>((resolve) => {
      exit = resolve
    })
    this.#running.set(role, { exited, exit })
    this.#started(role)
  }

  async end(role: string): Promise<readonly []> {
    this.exit(role, { exitCode: null, signal: 'SIGTERM' })
    return []
  }

  async endLeftovers(): Promise<readonly []> {
    return []
  }

  async exited(role: string): Promise<ProcessExit> {
    return this.#running.get(role)?.exited ?? { exitCode: null, signal: null }
  }

  output(role: string, listener: (line: string) => void): () => void {
    const own = this.#listeners.get(role) ?? new Set()
    this.#listeners.set(role, own.add(listener))
    return () => void own.delete(listener)
  }

  signal(role: string, name: 'SIGUSR1' | 'SIGUSR2'): void {
    this.signals.push(`${name} ${role}`)
  }
}
