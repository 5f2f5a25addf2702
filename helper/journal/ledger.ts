/**
 * The ledger is the only way to change the system: each change is journaled and synced before it is made, and stays in
 * the journal until it is undone. Recovery after a kill or a power cut is the same `reconcile`, run by the next helper,
 * which finds in the journal what the one before it had made.
 */
import type { Change } from '../core/change/change.ts'
import type { Difference } from '../core/change/reconcile.ts'
import type { Effects, Transaction } from '../system/ports.ts'
import type { Entry, Journal, Scope } from './journal.ts'

export interface Ledger {
  /**
   * The changes of this scope in the order in which they were made. A change that was journaled and never made, as a
   * helper was killed in between, is among them.
   */
  made(scope: Scope): readonly Change[]
  /** Lets a carrier make changes while it starts: its daemon's folder and process. */
  transaction(scope: Scope): Transaction
  /**
   * Undoes the changes to clear, makes the changes to make, then undoes the changes to undo. Throws an `EffectFailed`
   * where the system refuses to make something; what was made until then is in the journal. Returns the changes that
   * resisted being undone: they stay in the journal.
   */
  reconcile(scope: Scope, difference: Difference, signal?: AbortSignal): Promise<readonly Change[]>
}

const textOf = (change: Change) => JSON.stringify(change)

export function createLedger(journal: Journal, effects: Effects, boot: string): Ledger {
  // The kernel of an earlier boot is gone with all that it held, and the same names may belong to somebody else by now;
  // folders outlive a boot.
  const kept = journal.entries().filter((entry) => entry.boot === boot || entry.change.kind === 'folder')
  if (kept.length < journal.entries().length) journal.replace(kept)

  const made = (scope: Scope) => journal.entries().flatMap((entry) => (entry.scope === scope ? [entry.change] : []))

  /** Runs one act at a time: a carrier makes its daemon while the loop makes something else. */
  let last: Promise<unknown> = Promise.resolve()
  function exclusive<Result>(act: () => Promise<Result>): Promise<Result> {
    const result = last.then(act)
    last = result.catch(() => undefined)
    return result
  }

  async function make(scope: Scope, changes: readonly Change[], signal?: AbortSignal) {
    if (changes.length === 0) return
    signal?.throwIfAborted()
    // A change that somebody else took away, and that is made again, stands in the journal already.
    const known = new Set(made(scope).map(textOf))
    const fresh = changes.filter((change) => !known.has(textOf(change)))
    if (fresh.length > 0) journal.append(fresh.map((change): Entry => ({ scope, boot, change })))
    await effects.make(changes, signal)
  }

  const forget = (scope: Scope, gone: ReadonlySet<string>) => {
    if (gone.size > 0)
      journal.replace(journal.entries().filter((entry) => entry.scope !== scope || !gone.has(textOf(entry.change))))
  }

  async function undo(scope: Scope, changes: readonly Change[], signal?: AbortSignal): Promise<readonly Change[]> {
    if (changes.length === 0) return []
    // The same rule may belong to two scopes, or to an older and a newer profile: it is undone with the last of them.
    const elsewhere = new Set(
      journal.entries().flatMap((entry) => (entry.scope === scope ? [] : [textOf(entry.change)])),
    )
    const left = new Set(
      await effects.undo(
        changes.filter((change) => !elsewhere.has(textOf(change))),
        signal,
      ),
    )
    forget(scope, new Set(changes.filter((change) => !left.has(change)).map(textOf)))
    return [...left]
  }

  return {
    made,
    transaction: (scope) => ({ make: (changes, signal) => exclusive(() => make(scope, changes, signal)) }),
    reconcile: (scope, difference, signal) =>
      exclusive(async () => {
        const resisted = await undo(scope, difference.clear, signal)
        await make(scope, difference.make, signal)
        const written = new Set(difference.make.map(textOf))
        forget(scope, new Set(difference.superseded.map(textOf).filter((text) => !written.has(text))))
        return [...resisted, ...(await undo(scope, difference.undo, signal))]
      }),
  }
}
