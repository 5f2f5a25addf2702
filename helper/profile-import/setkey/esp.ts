/** Which of setkey's associations and policies are the profile's ESP: between which ends, and for which networks. */
import type { Origin } from '../../contract/import.ts'
import { notHome } from '../../core/profile/not-home.ts'
import { type DraftBuilder, severalOf } from '../draft.ts'
import { notReachable } from '../home.ts'
import type { PlacedFact } from '../shell/tunnel-facts.ts'
import type { Association, Policy } from './statements.ts'

type Placed<Meaning> = Meaning & { readonly from: Origin; readonly text: string }

export interface Read {
  readonly associations: Placed<Association>[]
  readonly policies: Placed<Policy>[]
}

export interface Networks {
  readonly local: readonly string[]
  readonly remote: readonly string[]
}

export interface Ends {
  readonly local: string
  readonly remote: string
}

/** Which end is ours: a policy's rule says it, an address that a script gives to this machine, or whoever imports. */
export function endsOf(
  { associations, policies }: Read,
  facts: readonly PlacedFact[],
  draft: DraftBuilder,
): Ends | undefined {
  const out = policies.find(({ direction, tunnel }) => direction === 'out' && tunnel)
  if (out?.tunnel) return { local: out.tunnel.source, remote: out.tunnel.destination }
  const into = policies.find(({ direction, tunnel }) => direction === 'in' && tunnel)
  if (into?.tunnel) return { local: into.tunnel.destination, remote: into.tunnel.source }
  const pairs = associations.map(({ source, destination }) => ({ local: source, remote: destination }))
  const own = new Set(facts.flatMap((fact) => (fact.kind === 'address' ? [fact.address.split('/')[0]] : [])))
  const [told, another] = pairs.filter(({ local, remote }) => own.has(local) && !own.has(remote))
  if (told && !another) {
    const fact = facts.find((one) => one.kind === 'address' && one.address.startsWith(`${told.local}/`))
    if (fact)
      draft.understand(
        `ESP goes from ${told.local} to ${told.remote}: the first is this machine’s address`,
        fact.from,
        'fact',
      )
    return told
  }
  const choices = [...new Set(pairs.map(({ local, remote }) => `${local}-${remote}`))]
  if (choices.length === 0) return undefined
  const answer = draft.ask({
    id: 'esp-tunnel',
    kind: 'choice',
    what: 'Between which ends ESP goes, this laptop’s address first',
    why: 'No policy says which of them is this laptop’s: the end of its line is missing.',
    choices,
    from: policies.find(({ direction }) => direction === 'out')?.from ?? associations[0]?.from ?? null,
  })
  const [local, remote] = answer?.split('-') ?? []
  return local !== undefined && remote !== undefined ? { local, remote } : undefined
}

export function networksOf({ policies }: Read, ends: Ends | undefined, draft: DraftBuilder): Networks {
  const local = new Set<string>()
  const remote = new Set<string>()
  for (const { direction, source, destination, tunnel, from, text } of policies) {
    const fits = (one: string | undefined, other: string | undefined) => one === ends?.local && other === ends?.remote
    const [near, far] =
      direction === 'out' ? [tunnel?.source, tunnel?.destination] : [tunnel?.destination, tunnel?.source]
    if (tunnel && !fits(near, far)) {
      draft.leaveOut(text, from, 'is of another tunnel; a profile has one')
      continue
    }
    const theirs = direction === 'out' ? destination : source
    const misfit = notHome(theirs)
    if (misfit !== null) {
      draft.leaveOut(text, from, misfit)
      continue
    }
    draft.understand(text, from)
    local.add(direction === 'out' ? source : destination)
    remote.add(theirs)
  }
  const ask = (
    id: string,
    what: string,
    known: ReadonlySet<string>,
    misfit?: (answer: string) => string | null,
  ): readonly string[] => {
    if (known.size > 0) return [...known]
    const answer = draft.ask({ id, kind: 'prefix', what, why: 'No policy says what ESP protects.', from: null }, misfit)
    return answer === undefined ? [] : severalOf(answer)
  }
  return {
    local: ask('local-networks', 'The prefixes on this laptop’s side', local),
    remote: ask('remote-networks', 'The prefixes on the far side', remote, notReachable),
  }
}

/** The association of one direction; the last of several, as setkey would refuse or replace an earlier one. */
export function associationOf(read: Read, from: string, to: string, draft: DraftBuilder) {
  const found = read.associations.findLast(({ source, destination }) => source === from && destination === to)
  if (found) draft.understand(found.text, found.from)
  return found?.esp
}
