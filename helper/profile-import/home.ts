/** What "home" is: a profile must say it, and most formats do not. */
import type { Origin, Understood } from '../contract/import.ts'
import { contains, isDefault, network, parsePrefix } from '../core/ip.ts'
import { type DraftBuilder, severalOf } from './draft.ts'

export interface HomeCandidate {
  readonly prefix: string
  /** "the network on the tunnel’s device" */
  readonly because: string
  readonly as: Understood['as']
  readonly from: Origin
}

/** It says nothing of a network: every link has it (RFC 4291, 2.5.6). */
const isLinkLocal = (prefix: string) => contains('fe80::/10', prefix)

/** No site has more: the largest blocks that registries give to whole providers are /20s; 10.0.0.0/8 is the widest private. */
const widest = { 4: 8, 6: 20 } as const

/** As the contract has it. */
const most = 64

const maySpeakOfHome = (prefix: string) => {
  const parsed = parsePrefix(prefix)
  return parsed !== null && !isLinkLocal(prefix) && !isDefault(prefix) && parsed.length >= widest[parsed.family]
}

/** What goes through the tunnel without being the internet is home; where nothing does, it is asked for. */
export function homeOf(candidates: readonly HomeCandidate[], draft: DraftBuilder): readonly string[] {
  const prefixes = new Map<string, HomeCandidate>()
  for (const candidate of candidates) {
    if (!maySpeakOfHome(candidate.prefix) || prefixes.has(network(candidate.prefix))) continue
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
      from: null,
    },
    (text) => (severalOf(text).every(maySpeakOfHome) ? null : 'must be of one site, and not everything'),
  )
  return answer === undefined ? [] : severalOf(answer).map(network)
}

/** A prefix with its host bits is an address with its link; one of a single address has no link to speak of. */
export const linkOf = (address: string): string | null => {
  const parsed = parsePrefix(address)
  if (!parsed || parsed.length === (parsed.family === 4 ? 32 : 128)) return null
  return isLinkLocal(address) ? null : network(address)
}
