/** Programs that were started and not ended, by their roles; none of them runs. */
import type { ProcessChange } from '../../helper/core/change/change.ts'
import type { ProcessStarter } from '../../helper/system/processes.ts'

export class FakeProcesses implements ProcessStarter {
  readonly #running = new Set<string>()
  readonly #started: (role: string) => void

  /** @param started what one does as soon as it runs */
  constructor(started: (role: string) => void) {
    this.#started = started
  }

  print(): string[] {
    return [...this.#running].map((role) => `process ${role}`)
  }

  async start({ role }: ProcessChange): Promise<void> {
    this.#running.add(role)
    this.#started(role)
  }

  async end(role: string): Promise<readonly []> {
    this.#running.delete(role)
    return []
  }

  async endLeftovers(): Promise<readonly []> {
    return []
  }

  exited(): never {
    throw new Error('no process is watched here')
  }

  output(): never {
    throw new Error('no process is listened to here')
  }

  signal(): never {
    throw new Error('no process is signalled here')
  }
}
