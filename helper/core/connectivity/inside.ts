/** Chooses the addresses to ask inside the tunnel, layer by layer. */
import { allNodes, familyOf } from '../ip.ts'
import { innermostLink, linkOf } from '../layer/links.ts'
import { hostsBeyondHome } from './address-choice.ts'
import { type ConnectivityFacts, isOwn } from './check.ts'
import type { EchoQuestion } from './questions.ts'

/** The link that applications' packets enter. */
export const innermost = ({ profile }: ConnectivityFacts) => innermostLink(profile)

/** The far ends of inner layers, each asked through the layer around it alone. */
export const outerEnds = ({ profile }: ConnectivityFacts): readonly EchoQuestion[] =>
  profile.layer.flatMap((layer, n) => {
    const around = profile.layer[n - 1]
    const link = around ? linkOf(around) : null
    return link !== null && 'remote' in layer ? [{ target: layer.remote, interface: link }] : []
  })

/**
 * Tells whether somebody hears the all-nodes multicast address (ff02::1, RFC 4291, 2.7.1) on the innermost link. On an overlay the far end
 * does, on a tap all hosts of home's Ethernet do. A carrier that routes by itself delivers no multicast.
 */
const hasAllNodes = ({ profile }: ConnectivityFacts) =>
  ['gre', 'ip6ip6', 'openvpn'].includes(profile.layer.at(-1)?.kind ?? '')

/** Hosts beyond the innermost layer. Each question is bound to the innermost link, whatever the routes say. */
export const innermostTargets = (facts: ConnectivityFacts): readonly EchoQuestion[] => {
  const { home } = facts.profile
  const others = [...home.hosts, ...hostsBeyondHome(facts.profile)].filter((host) => !isOwn(facts, host))
  const six = others.filter((host) => familyOf(host) === 6)
  const overlay = facts.profile.layer.length > 1
  const four = overlay ? [] : others.filter((host) => familyOf(host) === 4 && home.hosts.includes(host))
  const everyone = hasAllNodes(facts) ? [allNodes] : []
  return [...everyone, ...six, ...four].map((target) => ({ target, interface: innermost(facts) }))
}

/** The addresses of which any answer proves that the carrier works. */
export const witnesses = (facts: ConnectivityFacts): readonly EchoQuestion[] => [
  ...outerEnds(facts),
  ...innermostTargets(facts),
]
