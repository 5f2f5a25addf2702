/** Keeps the last events in memory, tells who follows of each, and counts one that repeats instead of writing it again. */
import { type HelperEvent, mostEvents } from '../contract/event.ts'
import type { Happening } from '../core/event/between.ts'

export interface EventBook {
  add(happening: Happening): void
  /** Gives the last n events, oldest first. */
  last(count: number): readonly HelperEvent[]
  subscribe(listener: (event: HelperEvent) => void): () => void
}

export function createEventBook(now: () => string): EventBook {
  const events: HelperEvent[] = []
  const listeners = new Set<(event: HelperEvent) => void>()
  let next = 1
  return {
    add({ kind, text }) {
      const at = now()
      const previous = events.at(-1)
      const repeats = previous?.kind === kind && previous.text === text
      const event = repeats
        ? { ...previous, count: previous.count + 1, lastAt: at }
        : { id: next++, at, kind, text, count: 1, lastAt: at }
      if (repeats) events.pop()
      events.push(event)
      if (events.length > mostEvents) events.shift()
      for (const listener of listeners) listener(event)
    },
    last: (count) => events.slice(-count),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
