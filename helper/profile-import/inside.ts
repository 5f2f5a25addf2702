/**
 * Finds what an IKE tunnel carries: home's prefixes, the laptop's addresses there, the routes, and the tunnel inside it where ESP
 * alone carries no IPv6. Traffic selectors and scripts say some of this; the person is asked for what no file says.
 */
import { familyOf, hostPrefix, isDefault, isHost, parseAddress } from '../core/ip.ts'
import { askAddresses, askHome, networksIn } from './ask-inside.ts'
import type { BetweenHosts } from './between-hosts.ts'
import type { DraftBuilder } from './draft.ts'
import { notReachable } from './home.ts'
import type { IkeFacts } from './ike-facts.ts'
import type { Inside } from './inside-draft.ts'
import { greEndAsked, withGreAsked, withTunnel } from './inside-tunnel.ts'
import { tunnelAmong } from './shell/tunnel-layer.ts'

/** A profile has no more addresses than this (`address` in helper/contract/profile.ts). */
const mostOwnAddresses = 16

function alone(facts: IkeFacts, remoteNetworks: readonly string[], draft: DraftBuilder): Inside {
  const named = remoteNetworks.filter((prefix) => !isDefault(prefix))
  const ipv6 = named.filter((prefix) => familyOf(prefix) === 6)
  const found = ipv6.length > 0 ? ipv6 : named
  const prefixes =
    found.length > 0 ? found : askHome(facts, 'The configuration sends everything through the tunnel.', draft)
  const hosts = facts.localNetworks.filter(isHost)
  for (const host of hosts.slice(mostOwnAddresses))
    draft.leaveOut(`address ${host}`, facts.place, `there are more than ${mostOwnAddresses}`)
  const needsAddress = facts.requestAddresses.length === 0 && hosts.length === 0
  const asked = needsAddress
    ? askAddresses(
        facts,
        `This laptop’s address at home${facts.localNetworks.length > 0 ? `, in ${facts.localNetworks.join(', ')}` : ''}`,
        'The configuration asks the gateway for none and names none.',
        draft,
      )
    : []
  const locals = facts.localNetworks
  return {
    remoteNetworks,
    // Without a network of the laptop's own, IKE proposes the virtual address as its end of the tunnel. The gateway hands out none
    // here, so the address that the person gave is that end.
    localNetworks:
      needsAddress && locals.length === 0 ? asked.map((address) => hostPrefix(address.split('/')[0] ?? '')) : locals,
    prefixes,
    addresses: needsAddress ? asked : hosts.slice(0, mostOwnAddresses),
    routes: remoteNetworks.filter((prefix) => !prefixes.includes(prefix)),
    overlay: null,
  }
}

export function insideOf(
  facts: IkeFacts,
  gateway: string | undefined,
  between: BetweenHosts | null,
  draft: DraftBuilder,
): Inside {
  const { tunnel, others } = tunnelAmong(facts.scripts, draft)
  // Where there are no selectors, and in transport mode, the tunnel is between the two hosts alone.
  const host = (facts.gre || tunnel) && gateway !== undefined ? parseAddress(gateway)?.address : undefined
  let remoteNetworks: readonly string[] =
    facts.remoteNetworks.length > 0 ? facts.remoteNetworks : host ? [hostPrefix(host)] : []
  if (tunnel) return withTunnel(facts, remoteNetworks, between ? { ...tunnel, ...between } : tunnel, others, draft)
  for (const { text, from } of others) draft.leaveOut(text, from, 'is about no tunnel that Roam6 makes')
  const remote = between?.remote ?? greEndAsked(facts, remoteNetworks, draft)
  if (remoteNetworks.length === 0 && !remote) {
    remoteNetworks = networksIn(
      draft.ask(
        {
          id: 'remote-network',
          kind: 'prefix',
          what: 'The networks behind the gateway that the tunnel leads to',
          why: 'The configuration does not say them.',
          from: facts.place,
        },
        notReachable,
      ),
    )
  }
  if (remote === undefined) {
    const { localNetworks } = facts
    return { remoteNetworks, localNetworks, prefixes: [], addresses: [], routes: [], overlay: null }
  }
  return remote === null
    ? alone(facts, remoteNetworks, draft)
    : withGreAsked(facts, remoteNetworks, remote, between?.local, draft)
}
