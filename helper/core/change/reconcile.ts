/**
 * Compares what is made, what is wanted and what the kernel has: the difference is what must be made and what must be undone so that
 * all that is wanted is true and nothing else of ours is. Pure. What is added is added before anything is deleted, so that what
 * protects never has a gap.
 */
import type { Change } from './change.ts'
import { identityOf, isReplaceable } from './identity.ts'
import type { Observed } from './observed.ts'
import { isPresent } from './present.ts'

export interface Difference {
  /** Undone before anything is made: the kernel takes no second object of that name. */
  readonly clear: readonly Change[]
  /** Made, in this order. */
  readonly make: readonly Change[]
  /** Of `make`: what was made before and is gone, because somebody else took it away. */
  readonly restored: readonly Change[]
  /** Of what is made: superseded by what `make` writes over it, and not to be undone by itself. */
  readonly superseded: readonly Change[]
  /** Undone at the end. */
  readonly undo: readonly Change[]
}

export const noDifference: Difference = { clear: [], make: [], restored: [], superseded: [], undo: [] }

export const isNothing = ({ clear, make, superseded, undo }: Difference): boolean =>
  clear.length + make.length + superseded.length + undo.length === 0

/** A link's MTU and its DF change while it stands: they are its setting's matter. */
function contentOf(change: Change): string {
  if (change.kind !== 'link') return JSON.stringify(change)
  const { mtu: _mtu, type, ...rest } = change
  return JSON.stringify({ ...rest, type: 'pathMtuDiscovery' in type ? { ...type, pathMtuDiscovery: null } : type })
}

/** Links that this change is on, or is bound to. */
function linksUnder(change: Change): readonly string[] {
  switch (change.kind) {
    case 'link':
      return 'device' in change.type && change.type.device !== null ? [change.type.device] : []
    case 'link-setting':
      return [change.name]
    case 'address':
    case 'route':
    case 'link-sysctl':
    case 'xfrm-pass':
      return [change.interface]
    default:
      return []
  }
}

/** What stands for a link that went is there still, or would be in the way of its successor. */
const outlivesLink = ({ kind }: Change) => kind === 'link' || kind === 'xfrm-pass'

/**
 * @param made in the order in which it was made
 * @param wanted in the order in which it is to be made
 */
export function reconcile(made: readonly Change[], wanted: readonly Change[], now: Observed): Difference {
  const madeBy = new Map(made.map((change) => [identityOf(change), change]))
  const wantedIdentities = new Set(wanted.map(identityOf))
  const clear: Change[] = []
  const make: Change[] = []
  const restored: Change[] = []
  const superseded: Change[] = []
  /** Links that are made anew: whatever is on them goes with them. */
  const anew = new Set<string>()
  for (const change of wanted) {
    const before = madeBy.get(identityOf(change))
    const differs = before !== undefined && contentOf(before) !== contentOf(change)
    const onNewLink = linksUnder(change).some((link) => anew.has(link))
    // A setting of the machine's is not ours to insist on: who changes it is told what that breaks.
    const present = before !== undefined && (change.kind === 'sysctl' || isPresent(change, now))
    if (present && !differs && !onNewLink) continue
    if (before && (differs || (onNewLink && outlivesLink(change)))) {
      if (isReplaceable(change)) superseded.push(before)
      else clear.push(before)
    }
    if (before && !differs && !onNewLink) restored.push(change)
    if (change.kind === 'link') anew.add(change.name)
    make.push(change)
  }
  const undo = made.filter((change) => !wantedIdentities.has(identityOf(change)))
  return { clear, make, restored, superseded, undo }
}

/** The same without what is held: not to be made, and not to be undone, for now. */
export const without = (difference: Difference, held: (change: Change) => boolean): Difference => ({
  ...difference,
  make: difference.make.filter((change) => !held(change)),
  restored: difference.restored.filter((change) => !held(change)),
  undo: difference.undo.filter((change) => !held(change)),
})
