/**
 * A tunnel inside IKE's ESP, GRE or ip6ip6: what a script says of it, and what nobody says asked for. A far end that ESP
 * does not carry is doubted.
 */
import { contains, familyOf, hostPrefix, isHost, parseAddress } from '../core/ip.ts'
import { askAddresses, askHome } from './ask-inside.ts'
import { type DraftBuilder, shown } from './draft.ts'
import { homeOf } from './home.ts'
import type { IkeFacts } from './ike-facts.ts'
import type { Inside } from './inside-draft.ts'
import { addressingOf, type PlacedFact } from './shell/tunnel-facts.ts'
import { layerOf, type Overlay, type TunnelFact } from './shell/tunnel-layer.ts'
import { virtualAddress } from './updown.ts'

/** How each is called, and asked about. */
const kinds = {
  gre: { id: 'gre', name: 'GRE', family: null },
  ip6ip6: { id: 'tunnel', name: 'ip6ip6', family: 6 },
} as const
type Mode = keyof typeof kinds

/** Why a text is no far end; null where it is one. */
function misfitOf(text: string, mode: Mode, remoteNetworks: readonly string[]): string | null {
  if (!parseAddress(text)) return 'must be an address'
  if (kinds[mode].family === 6 && familyOf(text) !== 6) return 'must be an IPv6 address'
  const carried = remoteNetworks.length === 0 || remoteNetworks.some((prefix) => contains(prefix, text))
  return carried ? null : `must be an address in ${remoteNetworks.join(', ')}, which is what the tunnel carries`
}

const whatEnds = (mode: Mode) => `The gateway’s address inside the tunnel, at which ${kinds[mode].name} ends`

/** Where the tunnel of a script ends at the gateway. */
function farEndOf(tunnel: TunnelFact, remoteNetworks: readonly string[], draft: DraftBuilder): string | undefined {
  const { mode, remote, from } = tunnel
  const misfit = remote === null ? null : misfitOf(remote, mode, remoteNetworks)
  if (remote !== null && misfit === null) return parseAddress(remote)?.address
  const answer = draft.ask(
    {
      id: `${kinds[mode].id}-remote`,
      kind: 'address',
      what: whatEnds(mode),
      why: remote === null ? 'The command names none.' : `“${shown(remote)}” stands there; it ${misfit}.`,
      from,
    },
    (text) => misfitOf(text, mode, remoteNetworks),
  )
  return answer === undefined ? undefined : parseAddress(answer)?.address
}

/** Where GRE ends that no script makes: null where there is none, undefined while it is asked for. */
export function greEndAsked(
  facts: IkeFacts,
  remoteNetworks: readonly string[],
  draft: DraftBuilder,
): string | null | undefined {
  const onlyIpv4 = remoteNetworks.every((prefix) => familyOf(prefix) === 4)
  const known = facts.gre !== undefined
  if (!known && (!onlyIpv4 || remoteNetworks.length === 0)) return null
  const answer = draft.ask(
    {
      id: 'gre-remote',
      kind: known ? 'address' : 'text',
      what: known ? whatEnds('gre') : `${whatEnds('gre')}; “none” if home has only IPv4`,
      why: known
        ? 'The configuration is made for GRE inside it, and cannot say where that ends.'
        : `The tunnel carries only IPv4 (${remoteNetworks.join(', ')}): IPv6 needs GRE inside it, which this configuration cannot say.`,
      from: facts.gre ?? facts.place,
    },
    (text) => {
      if (!known && text === 'none') return null
      const misfit = misfitOf(text, 'gre', remoteNetworks)
      return misfit === 'must be an address' && !known ? `${misfit}, or “none”` : misfit
    },
  )
  return answer === 'none' ? null : answer === undefined ? undefined : (parseAddress(answer)?.address ?? null)
}

/** "any" and the like: whatever the route takes. */
const anyAddress = new Set(['any', '0.0.0.0', '::'])

/** Our end: what a script says, else the virtual address of the far end's family, or one that is ours by the selectors. */
function nearEndOf(
  facts: IkeFacts,
  remote: string,
  tunnel: TunnelFact | undefined,
  draft: DraftBuilder,
): string | undefined {
  const family = familyOf(remote)
  const fits = (text: string) => familyOf(text) === family
  const told = tunnel?.local ?? null
  const local = told === null || anyAddress.has(told) || told === virtualAddress ? null : told
  const address = parseAddress(local ?? '')?.address
  const ours = facts.localNetworks.length === 0 || facts.localNetworks.some((one) => contains(one, address ?? ''))
  if (address !== undefined && fits(address) && ours) return address
  if (local === null && facts.requestAddresses.some(fits)) return 'virtual'
  const own = facts.localNetworks.find((prefix) => fits(prefix) && isHost(prefix))
  if (local === null && own) return own.split('/')[0]
  const { id, name } = kinds[tunnel?.mode ?? 'gre']
  const answer = draft.ask(
    {
      id: `${id}-local`,
      kind: 'address',
      what: `This laptop’s address at which ${name} begins`,
      why:
        local === null
          ? 'The gateway gives none by this configuration, and the selectors name none.'
          : `“${shown(local)}” stands there, which is no address of this laptop inside the tunnel.`,
      from: tunnel?.from ?? facts.place,
    },
    (text) => (parseAddress(text) && fits(text) ? null : `must be an IPv${family} address`),
  )
  return answer === undefined ? undefined : parseAddress(answer)?.address
}

function internetAsked(facts: IkeFacts, why: string, draft: DraftBuilder): readonly string[] {
  const beyond = draft.ask({
    id: 'internet',
    kind: 'choice',
    what: 'Whether the IPv6 internet is reached through home as well',
    why,
    choices: ['yes', 'no'],
    from: facts.place,
  })
  return beyond === 'yes' ? ['::/0'] : []
}

/** Of a tunnel that no script makes: nothing is known of what is in it. */
export function withGreAsked(
  facts: IkeFacts,
  remoteNetworks: readonly string[],
  remote: string,
  own: string | undefined,
  draft: DraftBuilder,
): Inside {
  const local = own ?? nearEndOf(facts, remote, undefined, draft)
  const why = 'GRE carries them, and no IKE configuration says what is inside it.'
  const overlay: Overlay | null = local === undefined ? null : { kind: 'gre', local, remote }
  const addresses = askAddresses(
    facts,
    'This laptop’s IPv6 address inside GRE, such as "2001:db8::101/120"',
    why,
    draft,
  )
  return {
    remoteNetworks: remoteNetworks.length > 0 ? remoteNetworks : [hostPrefix(remote)],
    localNetworks: facts.localNetworks,
    routes: internetAsked(facts, 'No IKE configuration says what GRE carries.', draft),
    prefixes: askHome(facts, why, draft, addresses),
    addresses,
    overlay,
  }
}

/** Of a tunnel that a script makes, with what the scripts say of its device. */
export function withTunnel(
  facts: IkeFacts,
  remoteNetworks: readonly string[],
  tunnel: TunnelFact,
  others: readonly PlacedFact[],
  draft: DraftBuilder,
): Inside {
  const { name } = kinds[tunnel.mode]
  const remote = farEndOf(tunnel, remoteNetworks, draft)
  const local = remote === undefined ? undefined : nearEndOf(facts, remote, tunnel, draft)
  const told = addressingOf(others, tunnel.device, false, draft)
  const needsNetworks = remoteNetworks.length === 0 && remote !== undefined
  return {
    remoteNetworks: needsNetworks ? [hostPrefix(remote)] : remoteNetworks,
    localNetworks: facts.localNetworks,
    routes:
      told.route.length > 0
        ? told.route.map(({ to }) => to)
        : internetAsked(facts, `The scripts beside it route nothing into ${name}.`, draft),
    prefixes: homeOf(told.home, draft),
    addresses:
      told.address.length > 0
        ? told.address.map(({ address }) => address)
        : askAddresses(
            facts,
            `This laptop’s IPv6 address inside ${name}, such as "2001:db8::101/120"`,
            'No script beside the configuration gives it one.',
            draft,
          ),
    overlay: local === undefined || remote === undefined ? null : layerOf(tunnel, local, remote),
  }
}
