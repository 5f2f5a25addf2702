/**
 * What runs through an IKE tunnel: what home is, our addresses there, what is routed, and GRE where ESP alone carries
 * no IPv6. Taken from the selectors; the rest no IKE configuration says, so it is asked for.
 */
import { contains, familyOf, hostPrefix, isDefault, network, parseAddress } from '../ip.ts'
import { type DraftBuilder, severalOf } from './draft.ts'
import type { IkeFacts } from './ike-facts.ts'

export interface Inside {
  readonly remoteNetworks: readonly string[]
  readonly localNetworks: readonly string[]
  readonly prefixes: readonly string[]
  readonly addresses: readonly string[]
  readonly routes: readonly string[]
  readonly gre: { readonly kind: 'gre'; readonly local: string; readonly remote: string } | null
}

const networksIn = (answer: string | undefined) => (answer === undefined ? [] : severalOf(answer).map(network))

/** As the contract's `address` has it. */
const mostOwnAddresses = 16

const isHost = (prefix: string) => hostPrefix(prefix.split('/')[0] ?? '') === prefix

/** A home of its own, that can be told from everywhere else: no default route, and not what every link has. */
const isHome = (prefix: string) => !isDefault(prefix) && !contains('fe80::/10', prefix) && !contains('ff00::/8', prefix)

function askHome(facts: IkeFacts, why: string, draft: DraftBuilder): readonly string[] {
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

function askAddresses(facts: IkeFacts, what: string, why: string, draft: DraftBuilder): readonly string[] {
  const answer = draft.ask({ id: 'address', kind: 'prefix', what, why, from: facts.place })
  return answer === undefined ? [] : severalOf(answer)
}

/** Where GRE ends at the gateway; null where there is none, undefined while it is asked for. */
function greRemote(facts: IkeFacts, remoteNetworks: readonly string[], draft: DraftBuilder): string | null | undefined {
  const onlyIpv4 = remoteNetworks.every((prefix) => familyOf(prefix) === 4)
  const known = facts.gre !== undefined
  if (!known && (!onlyIpv4 || remoteNetworks.length === 0)) return null
  const what = 'The gateway’s address inside the tunnel, at which GRE ends'
  const answer = draft.ask(
    {
      id: 'gre-remote',
      kind: known ? 'address' : 'text',
      what: known ? what : `${what}; “none” if home has only IPv4`,
      why: known
        ? 'The configuration is made for GRE inside it, and cannot say where that ends.'
        : `The tunnel carries only IPv4 (${remoteNetworks.join(', ')}): IPv6 needs GRE inside it, which this configuration cannot say.`,
      from: facts.gre ?? facts.place,
    },
    (text) => {
      if (!known && text === 'none') return null
      if (!parseAddress(text)) return 'must be an address, or “none”'
      const carried = remoteNetworks.length === 0 || remoteNetworks.some((prefix) => contains(prefix, text))
      return carried ? null : `must be an address in ${remoteNetworks.join(', ')}, which is what the tunnel carries`
    },
  )
  return answer === 'none' ? null : answer === undefined ? undefined : (parseAddress(answer)?.address ?? null)
}

/** Our end of GRE: the virtual address of its family, or one that is ours by the selectors. */
function greLocal(facts: IkeFacts, remote: string, draft: DraftBuilder): string | undefined {
  const family = familyOf(remote)
  if (facts.requestAddresses.some((address) => familyOf(address) === family)) return 'virtual'
  const own = facts.localNetworks.find((prefix) => familyOf(prefix) === family && isHost(prefix))
  if (own) return own.split('/')[0]
  const answer = draft.ask({
    id: 'gre-local',
    kind: 'address',
    what: 'This laptop’s address at which GRE begins',
    why: 'The gateway gives none by this configuration, and the selectors name none.',
    from: facts.place,
  })
  return answer === undefined ? undefined : parseAddress(answer)?.address
}

function withGre(facts: IkeFacts, remoteNetworks: readonly string[], remote: string, draft: DraftBuilder): Inside {
  const local = greLocal(facts, remote, draft)
  const why = 'GRE carries them, and no IKE configuration says what is inside it.'
  const beyond = draft.ask({
    id: 'internet',
    kind: 'choice',
    what: 'Whether the IPv6 internet is reached through home as well',
    why: 'No IKE configuration says what GRE carries.',
    choices: ['yes', 'no'],
    from: facts.place,
  })
  return {
    remoteNetworks: remoteNetworks.length > 0 ? remoteNetworks : [hostPrefix(remote)],
    localNetworks: facts.localNetworks,
    prefixes: askHome(facts, why, draft),
    addresses: askAddresses(facts, 'This laptop’s IPv6 address inside GRE, such as "2001:db8::101/120"', why, draft),
    routes: beyond === 'yes' ? ['::/0'] : [],
    gre: local === undefined ? null : { kind: 'gre', local, remote },
  }
}

function withoutGre(facts: IkeFacts, remoteNetworks: readonly string[], draft: DraftBuilder): Inside {
  const named = remoteNetworks.filter(isHome)
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
    // Without any, the gateway is asked for what lies behind virtual addresses: there are none here.
    localNetworks:
      needsAddress && locals.length === 0 ? asked.map((address) => hostPrefix(address.split('/')[0] ?? '')) : locals,
    prefixes,
    addresses: needsAddress ? asked : hosts.slice(0, mostOwnAddresses),
    routes: remoteNetworks.filter((prefix) => !prefixes.includes(prefix)),
    gre: null,
  }
}

export function insideOf(facts: IkeFacts, gateway: string | undefined, draft: DraftBuilder): Inside {
  // Transport mode is between the two hosts themselves.
  const host = facts.gre && gateway !== undefined ? parseAddress(gateway)?.address : undefined
  let remoteNetworks: readonly string[] =
    facts.remoteNetworks.length > 0 ? facts.remoteNetworks : host ? [hostPrefix(host)] : []
  const remote = greRemote(facts, remoteNetworks, draft)
  if (remoteNetworks.length === 0 && !remote) {
    remoteNetworks = networksIn(
      draft.ask({
        id: 'remote-network',
        kind: 'prefix',
        what: 'The networks behind the gateway that the tunnel leads to',
        why: 'The configuration does not say them.',
        from: facts.place,
      }),
    )
  }
  if (remote === undefined) {
    return { remoteNetworks, localNetworks: facts.localNetworks, prefixes: [], addresses: [], routes: [], gre: null }
  }
  return remote === null ? withoutGre(facts, remoteNetworks, draft) : withGre(facts, remoteNetworks, remote, draft)
}
