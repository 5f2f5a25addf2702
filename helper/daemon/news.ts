/** Tells listeners that a daemon's state may have changed; each of them looks for itself. */
import type { Subscribe } from '../system/ports.ts'

export interface News {
  readonly subscribe: Subscribe
  tell(): void
  /** Forgets all listeners. */
  end(): void
}

export function createNews(): News {
  const listeners = new Set<() => void>()
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tell() {
      for (const listener of [...listeners]) listener()
    },
    end: () => listeners.clear(),
  }
}
