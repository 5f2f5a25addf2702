/** The demo ends when a person or a program asks for it: by Ctrl+C, by kill, or by closing the terminal. */

/** A shell reports 128 and the signal's number for a program that a signal ended (bash(1), EXIT STATUS). */
const exits = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

export interface Interruption {
  /** Resolves with the exit status at the first of these signals. */
  readonly asked: Promise<number>
  /**
   * Takes these signals for the demo alone again. Playwright listens to them too once it has started the app: at SIGINT it
   * would end this process before the world is taken away.
   */
  alone(): void
}

export function awaitInterruption(): Interruption {
  const { promise: asked, resolve } = Promise.withResolvers<number>()
  const listeners = Object.entries(exits).map(([signal, exit]) => ({ signal, heard: () => resolve(exit) }))
  const alone = () => {
    for (const { signal, heard } of listeners) process.removeAllListeners(signal).on(signal, heard)
  }
  alone()
  return { asked, alone }
}
