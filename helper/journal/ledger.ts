/**
 * The only way to change the system: journaled, synced, made; and taken back by scope, in reverse. Recovery after a
 * kill or a power cut is the same `undo` by the next helper.
 */
import type { Change } from '../core/change/change.ts'
import { isPresent } from '../core/change/present.ts'
import type { Effects, Observer, Transaction } from '../system/ports.ts'
import type { Journal, Scope } from './journal.ts'

export interface Ledger {
  transaction(scope: Scope): Transaction
  changes(scope: Scope): readonly Change[]
  /** Undoes everything of these scopes. Returns what resisted: it stays in the journal. */
  undo(scopes: readonly Scope[]): Promise<readonly Change[]>
  /**
   * Makes again the rules that others took away (networkd flushes its kind on restart, nftables.service all of its). Returns
   * those.
   */
  restoreRules(): Promise<readonly Change[]>
}

/** What other programs take away without meaning us. */
const flushed: ReadonlySet<Change['kind']> = new Set(['rule', 'gate'])

export function createLedger(journal: Journal, effects: Effects, observer: Observer, boot: string): Ledger {
  // What another boot's kernel held is gone, and its names may be someone else's by now; folders may outlive it.
  const kept = journal.entries().filter((entry) => entry.boot === boot || entry.change.kind === 'folder')
  if (kept.length < journal.entries().length) journal.replace(kept)

  /** One at a time: a rule must not be put back while it is being undone. */
  let last: Promise<unknown> = Promise.resolve()
  function exclusive<Result>(act: () => Promise<Result>): Promise<Result> {
    const result = last.then(act)
    last = result.catch(() => undefined)
    return result
  }

  return {
    transaction: (scope) => ({
      make: (changes, signal) =>
        exclusive(async () => {
          if (changes.length === 0) return
          signal?.throwIfAborted()
          // What the kernel took away with a link and is made again stands there already.
          const known = new Set(journal.entries().map((entry) => JSON.stringify([entry.scope, entry.change])))
          const fresh = changes.filter((change) => !known.has(JSON.stringify([scope, change])))
          journal.append(fresh.map((change) => ({ scope, boot, change })))
          await effects.make(changes, signal)
        }),
    }),

    changes: (scope) => journal.entries().flatMap((entry) => (entry.scope === scope ? [entry.change] : [])),

    undo: (scopes) =>
      exclusive(async () => {
        const concerned = journal.entries().filter((entry) => scopes.includes(entry.scope))
        if (concerned.length === 0) return []
        const left = await effects.undo(concerned.map(({ change }) => change))
        journal.replace(
          journal.entries().filter((entry) => !scopes.includes(entry.scope) || left.includes(entry.change)),
        )
        return left
      }),

    restoreRules: () =>
      exclusive(async () => {
        const rules = journal.entries().flatMap(({ change }) => (flushed.has(change.kind) ? [change] : []))
        if (rules.length === 0) return []
        const now = await observer.observe()
        const missing = rules.filter((rule) => !isPresent(rule, now))
        await effects.make(missing)
        return missing
      }),
  }
}
