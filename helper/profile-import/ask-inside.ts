/** What no IKE configuration says of what runs inside it, asked for by name. */
import { isDefault, network } from '../core/ip.ts'
import { type DraftBuilder, severalOf } from './draft.ts'
import { notReachable, suggestedBy } from './home.ts'
import type { IkeFacts } from './ike-facts.ts'

export const networksIn = (answer: string | undefined) => (answer === undefined ? [] : severalOf(answer).map(network))

/** @param addresses of the laptop at home, as far as they are known: their networks are suggested */
export function askHome(
  facts: IkeFacts,
  why: string,
  draft: DraftBuilder,
  addresses: readonly string[] = [],
): readonly string[] {
  const answer = draft.ask(
    {
      id: 'home-prefix',
      kind: 'prefix',
      what: 'The prefixes that home has (ULA, public IPv6)',
      why: `${why} They never leave the laptop in clear.`,
      ...suggestedBy(addresses),
      from: facts.place,
    },
    (text) => notReachable(text) ?? (networksIn(text).some(isDefault) ? 'must not be everything' : null),
  )
  return networksIn(answer)
}

export function askAddresses(facts: IkeFacts, what: string, why: string, draft: DraftBuilder): readonly string[] {
  const answer = draft.ask({ id: 'address', kind: 'prefix', what, why, from: facts.place })
  return answer === undefined ? [] : severalOf(answer)
}
