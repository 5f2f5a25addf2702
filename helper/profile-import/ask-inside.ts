/** What no IKE configuration says of what runs inside it, asked for by name. */
import { contains, isDefault, network } from '../core/ip.ts'
import { type DraftBuilder, severalOf } from './draft.ts'
import type { IkeFacts } from './ike-facts.ts'

export const networksIn = (answer: string | undefined) => (answer === undefined ? [] : severalOf(answer).map(network))

/** A home of its own, that can be told from everywhere else: no default route, and not what every link has. */
export const isHome = (prefix: string) =>
  !isDefault(prefix) && !contains('fe80::/10', prefix) && !contains('ff00::/8', prefix)

export function askHome(facts: IkeFacts, why: string, draft: DraftBuilder): readonly string[] {
  const answer = draft.ask(
    {
      id: 'home-prefix',
      kind: 'prefix',
      what: 'The prefixes that home has (ULA, public IPv6)',
      why: `${why} They never leave the laptop in clear.`,
      from: facts.place,
    },
    (text) => (networksIn(text).every(isHome) ? null : 'must not be everything, or what every link has'),
  )
  return networksIn(answer)
}

export function askAddresses(facts: IkeFacts, what: string, why: string, draft: DraftBuilder): readonly string[] {
  const answer = draft.ask({ id: 'address', kind: 'prefix', what, why, from: facts.place })
  return answer === undefined ? [] : severalOf(answer)
}
