/** Says what happened between two snapshots that follow each other, in the order in which it happened. Pure. */
import type { HelperEvent } from '../../contract/event.ts'
import type { Problem } from '../../contract/problem.ts'
import type { Phase, Snapshot, Underlay } from '../../contract/snapshot.ts'

export type Happening = Pick<HelperEvent, 'kind' | 'text'>

const home = ({ profile }: Snapshot) => profile ?? 'home'

/** The worst first; remarks are no events. */
const worst = ({ problems }: Snapshot): Problem | undefined => problems.find(({ severity }) => severity !== 'info')

/** "41 s", "2 min": how long something took. */
function took(from: string, to: string): string {
  const ms = Math.max(0, Date.parse(to) - Date.parse(from))
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`
  return `${Math.round(ms / 60_000)} min`
}

const sentence = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`)

/** How a state is told, by what it was before. */
function stateTold(before: Snapshot, after: Snapshot): Happening[] {
  if (before.state === after.state) return []
  const why = worst(after)
  switch (after.state) {
    case 'connected': {
      const again = before.state === 'reconnecting'
      const time = took(before.since, after.since)
      return [{ kind: 'good', text: `${home(after)} is ${again ? 'reached again' : 'connected'}, after ${time}.` }]
    }
    case 'at-home':
      return [{ kind: 'good', text: 'You are at home: no tunnel is needed.' }]
    case 'reconnecting':
      return [{ kind: 'attention', text: `The way home is lost${why ? `: ${sentence(why.message)}` : '.'}` }]
    case 'failed':
      return [{ kind: 'failed', text: why ? sentence(why.message) : `${home(after)} is out of reach.` }]
    case 'connecting':
      return before.state === 'off' ? [] : [{ kind: 'found', text: `Roam6 tries ${home(after)} again.` }]
    case 'off':
      return [{ kind: 'found', text: 'Disconnected; every change was undone.' }]
  }
}

const titles: Readonly<Record<Phase['name'], string>> = {
  resolve: 'The name',
  carrier: 'The carrier',
  tunnel: 'The tunnel',
  addresses: 'The addresses',
  'path-mtu': 'The path MTU',
}

/** What the steps of a connect found, each when it is done. */
function phasesTold(before: Snapshot, after: Snapshot): Happening[] {
  const done = new Set((before.phases ?? []).filter(({ state }) => state === 'done').map(({ name }) => name))
  return (after.phases ?? [])
    .filter(({ name, state, found }) => state === 'done' && found !== undefined && !done.has(name))
    .map(({ name, found = '' }) => ({ kind: 'found', text: `${titles[name]}: ${sentence(found)}` }))
}

/** A Wi-Fi network's name may be known a moment later than the rest: a name that is missing is no other one. */
const isSame = (before: Underlay, after: Underlay) =>
  before.interface === after.interface &&
  before.router === after.router &&
  (before.network ?? after.network) === (after.network ?? before.network)

function networkTold({ underlay: before }: Snapshot, { underlay: after }: Snapshot): Happening[] {
  if (before && !after) return [{ kind: 'attention', text: 'This laptop is offline.' }]
  if (!after || (before && isSame(before, after))) return []
  const on = [after.network, after.interface, after.addresses[0]].filter(Boolean).join(', ')
  return [{ kind: 'found', text: before ? `This laptop moved to ${on}.` : `This laptop is on ${on}.` }]
}

/** charon says in whole seconds how long it is until it renews the keys, so that the time that follows from it varies by some of them. */
const variesMs = 60_000

/** charon tells when it renews keys next: a later time is a renewal that was made. */
function keysTold(before: Snapshot, after: Snapshot): Happening[] {
  const next = ({ layers }: Snapshot) => layers.find((layer) => layer.kind === 'ike')?.rekeyAt ?? null
  const [was, is] = [next(before), next(after)]
  const renewed =
    before.state === 'connected' &&
    after.state === 'connected' &&
    was &&
    is &&
    Date.parse(is) - Date.parse(was) > variesMs
  return renewed ? [{ kind: 'found', text: 'The keys were renewed.' }] : []
}

function mtuTold({ pathMtu: before }: Snapshot, { pathMtu: after }: Snapshot): Happening[] {
  const measured = after?.measured ?? null
  if (!after || measured === null || measured === (before?.measured ?? null)) return []
  const text = `The path MTU is ${measured}${measured === after.computed ? ', as calculated' : `; ${after.computed} was calculated`}.`
  return [{ kind: 'found', text }]
}

/** Problems that came and went while the state stayed; that of a state is told with it. */
function problemsTold(before: Snapshot, after: Snapshot): Happening[] {
  if (before.state !== after.state) return []
  const texts = (snapshot: Snapshot) =>
    new Set(snapshot.problems.filter(({ severity }) => severity !== 'info').map(({ message }) => message))
  const [were, are] = [texts(before), texts(after)]
  const came = [...are]
    .filter((text) => !were.has(text))
    .map((text) => ({ kind: 'attention' as const, text: sentence(text) }))
  const went = [...were]
    .filter((text) => !are.has(text))
    .map((text) => ({ kind: 'good' as const, text: `Over: ${sentence(text)}` }))
  return [...came, ...went]
}

export const happenedBetween = (before: Snapshot, after: Snapshot): readonly Happening[] =>
  [networkTold, phasesTold, stateTold, mtuTold, keysTold, problemsTold].flatMap((tell) => tell(before, after))
