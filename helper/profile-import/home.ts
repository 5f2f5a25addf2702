/** What "home" is: a profile must say it, and most formats do not. */
import type { Origin, Question, Understood } from '../contract/import.ts'
import { network, parsePrefix } from '../core/ip.ts'
import { notHome } from '../core/profile/not-home.ts'
import { type DraftBuilder, severalOf } from './draft.ts'

export interface HomeCandidate {
  readonly prefix: string
  /** "the network on the tunnel’s device" */
  readonly because: string
  readonly as: Understood['as']
  readonly from: Origin
}

/** No site has more: the largest blocks that registries give to whole providers are /20s; 10.0.0.0/8 is the widest private. */
const widest = { 4: 8, 6: 20 } as const

/** As the contract has it. */
const most = 64

const isOfOneSite = (prefix: string) => {
  const parsed = parsePrefix(prefix)
  return parsed !== null && parsed.length >= widest[parsed.family]
}

/** Why an answer does not name networks that a layer can reach: the first of them that is nobody's home; null where it does. */
export const notReachable = (answer: string): string | null =>
  severalOf(answer)
    .map(notHome)
    .find((why) => why !== null) ?? null

/** Suggests as home the networks in which the laptop has an address there. @returns members of a question; none where nothing is suggested */
export function suggestedBy(addresses: readonly string[]): Pick<Question, 'choices' | 'because'> {
  const because = Object.fromEntries(
    addresses.flatMap((address) => {
      const prefix = linkOf(address)
      return prefix === null ? [] : [[prefix, `${address} lies in it`]]
    }),
  )
  const choices = Object.keys(because)
  return choices.length > 0 ? { choices, because } : {}
}

/**
 * What goes through the tunnel without being the internet is home; where nothing does, it is asked for.
 * @param addresses of the laptop at home, as far as they are known
 */
export function homeOf(
  candidates: readonly HomeCandidate[],
  draft: DraftBuilder,
  addresses: readonly string[] = [],
): readonly string[] {
  const prefixes = new Map<string, HomeCandidate>()
  for (const candidate of candidates) {
    const why = notHome(candidate.prefix)
    if (why !== null) draft.leaveOut(`home ${candidate.prefix}`, candidate.from, why)
    if (why !== null || !isOfOneSite(candidate.prefix) || prefixes.has(network(candidate.prefix))) continue
    if (prefixes.size < most) prefixes.set(network(candidate.prefix), candidate)
    else draft.leaveOut(`home ${candidate.prefix}`, candidate.from, `there are more than ${most} prefixes`)
  }
  for (const [prefix, { because, from, as }] of prefixes) draft.understand(`home is ${prefix}: ${because}`, from, as)
  if (prefixes.size > 0) return [...prefixes.keys()]
  const answer = draft.ask(
    {
      id: 'home-prefix',
      kind: 'prefix',
      what: 'The prefixes that home has (ULA, public IPv6)',
      why: 'No file says what lies at home. They never leave the laptop in clear.',
      ...suggestedBy(addresses),
      from: null,
    },
    (text) =>
      notReachable(text) ?? (severalOf(text).every(isOfOneSite) ? null : 'must be of one site, and not everything'),
  )
  return answer === undefined ? [] : severalOf(answer).map(network)
}

/** A prefix with its host bits is an address with its link; one of a single address has no link to speak of. */
export const linkOf = (address: string): string | null => {
  const parsed = parsePrefix(address)
  if (!parsed || parsed.length === (parsed.family === 4 ? 32 : 128)) return null
  return notHome(network(address)) === null ? network(address) : null
}
