/** Whom to ask inside the tunnel, layer by layer. */

import { overlayInterface, xfrmInterface } from '../change/marks.ts'
import { familyOf } from '../ip.ts'
import type { ConnectivityFacts } from './check.ts'
import type { EchoQuestion } from './questions.ts'

/** All nodes on a link (RFC 4291, 2.7.1): the far end of an overlay answers where no host is named. */
const allNodes = 'ff02::1'

export const hasOverlay = ({ profile }: ConnectivityFacts) => profile.layer.some(({ kind }) => kind === 'gre')

/** What applications' packets enter. */
export const innermost = (facts: ConnectivityFacts) => (hasOverlay(facts) ? overlayInterface : xfrmInterface)

/** The gateway's ends of overlays, reached through ESP alone. */
export const outerEnds = ({ profile }: ConnectivityFacts): readonly EchoQuestion[] =>
  profile.layer.flatMap((layer) => (layer.kind === 'gre' ? [{ target: layer.remote, interface: xfrmInterface }] : []))

/** Hosts beyond the innermost layer, bound to it: whatever the routes say. */
export const innermostTargets = (facts: ConnectivityFacts): readonly EchoQuestion[] => {
  const { home, internet } = facts.profile
  const six = [...home.hosts, ...(internet?.hosts ?? [])].filter((host) => familyOf(host) === 6)
  const four = hasOverlay(facts) ? [] : home.hosts.filter((host) => familyOf(host) === 4)
  const everyone = hasOverlay(facts) ? [allNodes] : []
  return [...everyone, ...six, ...four].map((target) => ({ target, interface: innermost(facts) }))
}

/** Any one of them that answers proves the carrier. */
export const witnesses = (facts: ConnectivityFacts): readonly EchoQuestion[] => [
  ...outerEnds(facts),
  ...innermostTargets(facts),
]
