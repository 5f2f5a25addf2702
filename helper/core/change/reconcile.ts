/**
 * Compares the changes that were made with those that are wanted and with what the kernel has. The difference is what must be made and
 * undone so that all wanted changes are true, and no others of ours. Changes are made before others are undone, so that
 * the guard never has a gap. Pure.
 */
import type { Change } from './change.ts'
import { identityOf, isReplaceable } from './identity.ts'
import type { Observed } from './observed.ts'
import { isPresent } from './present.ts'

export interface Difference {
  /** Changes to undo before any is made: the kernel takes no second object of that name. */
  readonly clear: readonly Change[]
  /** Changes to make, in this order. */
  readonly make: readonly Change[]
  /** Those of `make` that were made before and are gone, because somebody else took them away. */
  readonly restored: readonly Change[]
  /** Changes that were made and that `make` writes over. They are not undone by themselves. */
  readonly superseded: readonly Change[]
  /** Changes to undo at the end. */
  readonly undo: readonly Change[]
}

export const noDifference: Difference = { clear: [], make: [], restored: [], superseded: [], undo: [] }

export const isNothing = ({ clear, make, superseded, undo }: Difference): boolean =>
  clear.length + make.length + superseded.length + undo.length === 0

/** What two changes of one identity are compared by. A link's MTU and DF are left out: its `link-setting` changes them while it stands. */
function contentOf(change: Change): string {
  if (change.kind !== 'link') return JSON.stringify(change)
  const { mtu: _mtu, type, ...rest } = change
  return JSON.stringify({ ...rest, type: 'pathMtuDiscovery' in type ? { ...type, pathMtuDiscovery: null } : type })
}

/** The links that a change is on, or is bound to. */
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

/** Whether a change must be undone when a link that it depends on is made anew; others go with their link. */
const outlivesLink = ({ kind }: Change) => kind === 'link' || kind === 'xfrm-pass'

/**
 * Finds the links that were made and that somebody has given another name since: they bear the alias of one, are of its kind, and have a name that none
 * of the changes gives. Each is told as the changes that would have made it, to be undone. Such a link keeps the kernel from making another one with the
 * same ends (GRE) or if_id (xfrm).
 */
export function renamedLinks(made: readonly Change[], wanted: readonly Change[], now: Observed): Change[] {
  const isLink = (change: Change) => change.kind === 'link'
  const names = new Set([...made, ...wanted].filter(isLink).map(({ name }) => name))
  return made.filter(isLink).flatMap((change) =>
    now.links
      .filter(({ name, alias, kind }) => alias === change.alias && kind === change.type.kind && !names.has(name))
      .flatMap(({ name }): Change[] => [
        { ...change, name },
        { kind: 'xfrm-pass', interface: name },
      ]),
  )
}

/**
 * @param made in the order in which it was made
 * @param wanted in the order in which it is to be made
 */
export function reconcile(made: readonly Change[], wanted: readonly Change[], now: Observed): Difference {
  const madeBy = new Map(made.map((change) => [identityOf(change), change]))
  const wantedIdentities = new Set(wanted.map(identityOf))
  const clear: Change[] = renamedLinks(made, wanted, now)
  const make: Change[] = []
  const restored: Change[] = []
  const superseded: Change[] = []
  /** The links that are made anew: whatever was on the old ones has gone with them. */
  const anew = new Set<string>()
  for (const change of wanted) {
    const before = madeBy.get(identityOf(change))
    const differs = before !== undefined && contentOf(before) !== contentOf(change)
    const onNewLink = linksUnder(change).some((link) => anew.has(link))
    // A setting of the machine is not put back when somebody changes it: a finding says what that breaks.
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

/**
 * Leaves out of a difference the changes that are held, and the changes on a link that is held: for now they are neither made nor undone. A
 * change that `clear` would undo, so that it can be made anew, stays as long as it is not made anew.
 */
export function without(difference: Difference, held: (change: Change) => boolean): Difference {
  const links = new Set<string>()
  const isHeld = (change: Change) => held(change) || linksUnder(change).some((link) => links.has(link))
  for (const change of difference.make) if (change.kind === 'link' && isHeld(change)) links.add(change.name)
  const free = (changes: readonly Change[]) => changes.filter((change) => !isHeld(change))
  return {
    clear: free(difference.clear),
    make: free(difference.make),
    restored: free(difference.restored),
    superseded: free(difference.superseded),
    undo: difference.undo.filter((change) => !held(change)),
  }
}
