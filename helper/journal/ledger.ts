/**
 * The only way to change the system: journaled, synced, made; and taken back by scope, in reverse. Recovery after a
 * kill or a power cut is the same `undo` by the next helper.
 */
import type { Change } from '../core/change/change.ts'
import type { Effects, Transaction } from '../system/ports.ts'
import type { Journal, Scope } from './journal.ts'

export interface Ledger {
  transaction(scope: Scope): Transaction
  changes(scope: Scope): readonly Change[]
  /** Undoes everything of these scopes. Returns what resisted: it stays in the journal. */
  undo(scopes: readonly Scope[]): Promise<readonly Change[]>
  /** Makes again what others took away, without journaling it twice. */
  restore(changes: readonly Change[]): Promise<void>
}

export function createLedger(journal: Journal, effects: Effects, boot: string): Ledger {
  // What another boot's kernel held is gone, and its names may be someone else's by now; folders may outlive it.
  const kept = journal.entries().filter((entry) => entry.boot === boot || entry.change.kind === 'folder')
  if (kept.length < journal.entries().length) journal.replace(kept)
  return {
    transaction: (scope) => ({
      async make(changes, signal) {
        if (changes.length === 0) return
        journal.append(changes.map((change) => ({ scope, boot, change })))
        await effects.make(changes, signal)
      },
    }),
    changes: (scope) => journal.entries().flatMap((entry) => (entry.scope === scope ? [entry.change] : [])),
    async undo(scopes) {
      const concerned = journal.entries().filter((entry) => scopes.includes(entry.scope))
      if (concerned.length === 0) return []
      // Folders outlive a boot; what the kernel held does not, and its names may be someone else's by now.
      const left = await effects.undo(
        concerned.filter((entry) => entry.boot === boot || entry.change.kind === 'folder').map(({ change }) => change),
      )
      journal.replace(journal.entries().filter((entry) => !scopes.includes(entry.scope) || left.includes(entry.change)))
      return left
    },
    restore: (changes) => effects.make(changes),
  }
}
