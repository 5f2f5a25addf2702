/** Holds the view, composes the snapshot of it, and calls the watchers when the snapshot has really changed. */
import type { Snapshot } from '../contract/snapshot.ts'
import { sessionsAfter } from '../core/event/session.ts'
import { composeSnapshot, type View } from '../core/snapshot.ts'

export interface SnapshotStore {
  readonly view: () => View
  readonly snapshot: () => Snapshot
  /** Changes members of the view. Members that change together are given together, so that no watcher sees half of the change. */
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
      let next = composeSnapshot(view)
      const sessions = sessionsAfter(view.sessions, snapshot, next)
      if (sessions !== view.sessions) {
        view = { ...view, sessions }
        next = composeSnapshot(view)
      }
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
