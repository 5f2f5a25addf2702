/** Holds the facts, composes the snapshot, and tells who watches when it really changed. */
import type { Snapshot } from '../contract/snapshot.ts'
import { composeSnapshot, type Facts } from '../core/snapshot.ts'

export interface SnapshotStore {
  readonly facts: () => Facts
  readonly snapshot: () => Snapshot
  /** Facts that changed together are given together: nobody sees a half of it. */
  update(facts: Partial<Facts>): void
  subscribe(listener: (snapshot: Snapshot) => void): () => void
}

export function createSnapshotStore(initial: Facts): SnapshotStore {
  let facts = initial
  let snapshot = composeSnapshot(facts)
  let text = JSON.stringify(snapshot)
  const listeners = new Set<(snapshot: Snapshot) => void>()
  return {
    facts: () => facts,
    snapshot: () => snapshot,
    update(changed) {
      const since =
        changed.state !== undefined && changed.state !== facts.state ? new Date().toISOString() : facts.since
      facts = { ...facts, ...changed, since }
      const next = composeSnapshot(facts)
      const nextText = JSON.stringify(next)
      if (nextText === text) return
      snapshot = next
      text = nextText
      for (const listener of listeners) listener(next)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
