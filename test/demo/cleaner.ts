/** This module takes away at the end what the demo has made, in reverse order: also after Ctrl+C, and also what was only half made by then. */

export type Remove = () => Promise<unknown> | unknown

export class Cleaner {
  readonly #steps: Remove[] = []
  #closing: Promise<void> | undefined

  /** Remembers a step for the end, or takes it at once where the end has come. */
  add(remove: Remove): void {
    this.#steps.push(remove)
    if (this.#closing) this.#closing = this.#closing.then(() => this.#run())
  }

  close(): Promise<void> {
    this.#closing ??= this.#run()
    return this.#closing
  }

  async #run(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step()
      } catch (error) {
        console.error(`demo: while cleaning up: ${(error as Error).message}`)
      }
    }
  }
}
