/** Holds the view, composes the snapshot, and tells who watches when it really changed. */
import type { Snapshot } from '../contract/snapshot.ts'
import { composeSnapshot, type View } from '../core/snapshot.ts'

export interface SnapshotStore {
  readonly view: () => View
  readonly snapshot: () => Snapshot
  /** View that changed together are given together: nobody sees a half of it. */
  update(view: Partial<View>): void
  subscribe(listener: (snapshot: Snapshot) => void): () => void
}

export function createSnapshotStore(initial: View): SnapshotStore {
  let view = initial
  let snapshot = composeSnapshot(view)
  let text = JSON.stringify(snapshot)
  const listeners = new Set<(snapshot: Snapshot) => void>()
  return {
    view: () => view,
    snapshot: () => snapshot,
    update(changed) {
      const since = changed.state !== undefined && changed.state !== view.state ? new Date().toISOString() : view.since
      view = { ...view, ...changed, since }
      const next = composeSnapshot(view)
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
