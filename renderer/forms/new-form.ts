/** Makes the form of a new profile: at most eight fields in view, and the rest folded, each fold with what holds in it. */
import { labelOf } from '../../helper/contract/label.ts'
import { TincLayer } from '../../helper/contract/layer/tinc.ts'
import type { Layer } from '../../helper/contract/profile.ts'
import type { Draft, Field, Group, Path } from './field.ts'
import { parseAddress } from './prefix.ts'
import { gatewayForm, homeForms, layerForms, nameForm } from './profile-form.ts'
import type { WayId } from './starts.ts'
import { isAtOrBelow, valueAt, withValue } from './value.ts'

/** A field, and the place below which its key stands. */
export interface PlacedField {
  readonly outer: Path
  readonly field: Field
}

export interface NewFold {
  readonly title: string
  /** What holds in it, in words. */
  readonly holds: (draft: Draft) => string
  readonly fields: readonly PlacedField[]
}

export interface NewForm {
  readonly fields: readonly PlacedField[]
  readonly folds: readonly NewFold[]
}

const listAt = (draft: Draft, path: Path): readonly unknown[] => {
  const value = valueAt(draft, path)
  return Array.isArray(value) ? value : []
}

/** A field of a table under a label of its own. */
function from(groups: readonly Group[], outer: Path, key: string, change: { explanation?: string } = {}) {
  const field = groups.flatMap(({ fields }) => fields).find((one) => one.key === key)
  if (!field) throw new Error(`no form has ${key}`)
  return { outer, field: { ...field, ...change } as Field }
}
const own = (key: string, change?: { explanation?: string }) =>
  from([nameForm, gatewayForm, ...homeForms], [], key, change)
const ofLayer = (at: number, kind: Layer['kind'], key: string, change?: { explanation?: string }) =>
  from(layerForms[kind], ['layer', at], key, change)

const name = own('name')
const gateway = own('gateway')
const prefixes = own('home.prefixes', {
  explanation: 'Packets for them never leave the laptop in clear.',
})
const address = own('address', { explanation: 'With its length: fd12:3456:789a:3::2/64.' })
const credential: PlacedField = {
  outer: ['certificate'],
  field: {
    key: 'laptop',
    kind: 'credential',
    label: 'Your certificate',
    explanation: 'With its private key, in PEM: out of one file, or of two.',
  },
}
const authority: PlacedField = {
  outer: ['certificate', 'ca'],
  field: {
    key: 'pem',
    kind: 'pem',
    private: false,
    label: 'Signed by',
    explanation: 'The certificate of the authority that signed the gateway’s.',
  },
}

const routes: NewFold = {
  title: 'Routes',
  fields: [own('route')],
  holds: (draft) =>
    listAt(draft, ['route']).some((route) => (route as { to?: string }).to === '::/0')
      ? 'All IPv6 goes home'
      : 'Only home is reached through the tunnel',
}
const start: NewFold = {
  title: 'Start',
  fields: [own('start.when')],
  holds: (draft) => (valueAt(draft, ['start', 'when']) === 'login' ? 'When you log in' : 'When you press Connect'),
}
const behind: NewFold = {
  title: 'Behind this laptop',
  fields: [own('behind.link'), own('behind.address')],
  holds: (draft) => (draft.behind ? 'A network is behind it' : 'Nobody: the laptop forwards nothing'),
}
const test: NewFold = {
  title: 'Test',
  fields: [own('home.hosts'), own('internet.hosts'), own('internet.guarded')],
  holds: (draft) => {
    const hosts = listAt(draft, ['home', 'hosts'])
    return hosts.length > 0 ? `It asks ${hosts.join(', ')}` : 'It asks home’s routers'
  },
}

/** Fields of a layer's table that no other place of the form has. */
function rest(at: number, kind: Layer['kind'], title: string, holds: string, without: readonly string[]): NewFold {
  const fields = layerForms[kind]
    .flatMap((group): readonly Field[] => group.fields)
    .filter(({ key }) => !without.includes(key))
  return { title, holds: () => holds, fields: fields.map((field) => ({ outer: ['layer', at], field })) }
}

const peerName: NewFold = {
  title: 'Gateway’s name',
  fields: [ofLayer(0, 'ike', 'peer.id')],
  holds: (draft) => {
    const id = valueAt(draft, ['layer', 0, 'peer', 'id'])
    return id === undefined ? 'It must prove to be what it is called' : `It must prove to be ${String(id)}`
  },
}
const ikeNetworks: NewFold = {
  title: 'Networks',
  fields: ['mode', 'request-addresses', 'local-networks', 'remote-networks'].map((key) => ofLayer(0, 'ike', key)),
  holds: (draft) => {
    const networks = listAt(draft, ['layer', 0, 'remote-networks'])
    return networks.length > 0 ? `ESP leads to ${networks.join(', ')}` : 'ESP leads to what lies at home'
  },
}
const identity = ofLayer(0, 'ike', 'identity.id', {
  explanation: 'As your certificate names you: client@my.domain.',
})
const inIkeFolds = ['identity.id', 'identity.certificate', 'peer.id', 'peer.authorities'].concat(
  ikeNetworks.fields.map(({ field }) => field.key),
)
const ikeRest = rest(0, 'ike', 'Proof and algorithms', 'Certificates, and what both ends know best', inIkeFolds)
const common = [routes, start, test, behind] as const

const association = (at: number, way: 'in' | 'out', title: string): NewFold => ({
  title,
  fields: ['spi', 'encryption', 'encryption-key', 'integrity', 'integrity-key'].map((key) =>
    ofLayer(at, 'esp', `${way}.${key}`),
  ),
  holds: (draft) => {
    const spi = valueAt(draft, ['layer', at, way, 'spi'])
    return spi === undefined ? 'Its keys are to be typed' : `SPI ${String(spi)}`
  },
})
const home: NewFold = {
  title: 'Home',
  fields: [prefixes, address],
  holds: (draft) => {
    const known = listAt(draft, ['home', 'prefixes'])
    return known.length > 0 ? known.join(', ') : 'The networks there'
  },
}
const espEnds = (at: number) =>
  ['local', 'remote', 'local-networks', 'remote-networks'].map((key) => ofLayer(at, 'esp', key))
const espFolds = (at: number) => [
  association(at, 'in', 'From the far end'),
  association(at, 'out', 'To the far end'),
  home,
  ...common,
]

const tlsShown = ['tls.authorities', 'tls.certificate']

export const newForms: Readonly<Record<WayId, NewForm>> = {
  ike: {
    fields: [name, gateway, identity, credential, authority, prefixes],
    folds: [
      peerName,
      ikeNetworks,
      { ...home, title: 'Addresses', fields: [address], holds: () => 'The gateway gives one' },
      ...common,
      ikeRest,
    ],
  },
  'ike-gre': {
    fields: [
      name,
      gateway,
      identity,
      credential,
      authority,
      ofLayer(1, 'gre', 'remote', {
        explanation: 'The gateway’s address inside the tunnel: 192.168.101.2.',
      }),
      prefixes,
      address,
    ],
    folds: [
      peerName,
      ikeNetworks,
      ...common,
      rest(1, 'gre', 'GRE', 'From the virtual address, without options', ['remote']),
      ikeRest,
    ],
  },
  esp: { fields: [name, gateway, ...espEnds(0)], folds: espFolds(0) },
  'ip6ip6-esp': {
    fields: [name, gateway, ofLayer(0, 'ip6ip6', 'local'), ofLayer(0, 'ip6ip6', 'remote'), ...espEnds(1)],
    folds: [...espFolds(1), rest(0, 'ip6ip6', 'ip6ip6', 'Wrapped four times more at most', ['local', 'remote'])],
  },
  openvpn: {
    fields: [name, gateway, credential, authority, prefixes, address],
    folds: [...common, rest(0, 'openvpn', 'OpenVPN', 'UDP 1194, by certificates; ciphers are agreed on', tlsShown)],
  },
  tinc: {
    fields: [
      name,
      gateway,
      ofLayer(0, 'tinc', 'name'),
      ofLayer(0, 'tinc', 'subnets'),
      ofLayer(0, 'tinc', 'key'),
      {
        outer: ['layer', 0, 'hosts', 0],
        field: {
          key: 'public-key',
          kind: 'pem',
          private: false,
          label: labelOf(TincLayer, ['hosts', 'public-key']),
          explanation: 'The gateway’s, as its host file has it.',
        },
      },
      prefixes,
      address,
    ],
    folds: [...common, rest(0, 'tinc', 'Nodes and network', 'It meets the node “gateway”', ['name', 'subnets', 'key'])],
  },
}

const isEmpty = (value: unknown) => value === undefined || (Array.isArray(value) && value.length === 0)

/** What stands at a place where nobody typed, out of what stands at others. */
interface Consequence {
  readonly path: Path
  readonly is: (draft: Draft) => unknown
}

/** ESP leads to GRE's far end alone, where GRE is inside; else to what is home. */
const networksThere = (at: number) => (draft: Draft) => {
  const far = valueAt(draft, ['layer', at + 1, 'remote'])
  const family = typeof far === 'string' ? parseAddress(far)?.family : undefined
  if (family) return [`${far}/${family === 4 ? 32 : 128}`]
  return valueAt(draft, ['layer', at + 1]) === undefined ? valueAt(draft, ['home', 'prefixes']) : undefined
}

const byKind: Partial<Record<Layer['kind'], (at: number) => readonly Consequence[]>> = {
  ike: (at) => [
    { path: ['layer', at, 'peer', 'id'], is: (draft) => draft.gateway },
    { path: ['layer', at, 'remote-networks'], is: networksThere(at) },
  ],
  tinc: (at) => [{ path: ['layer', at, 'hosts', 0, 'address'], is: (draft) => draft.gateway }],
  esp: (at) => [{ path: ['home', 'prefixes'], is: (draft) => valueAt(draft, ['layer', at, 'remote-networks']) }],
}

const consequencesIn = (draft: Draft): readonly Consequence[] =>
  (listAt(draft, ['layer']) as readonly { readonly kind: Layer['kind'] }[]).flatMap(
    ({ kind }, at) => byKind[kind]?.(at) ?? [],
  )

/** The draft with what follows from it where nothing was said: the gateway's name, the networks behind it, home. */
export const withConsequences = (draft: Draft): Draft =>
  consequencesIn(draft).reduce<Draft>((known, { path, is }) => {
    const value = is(known)
    return isEmpty(valueAt(known, path)) && !isEmpty(value) ? (withValue(known, path, value) as Draft) : known
  }, draft)

/** Whether a place is filled as soon as the fields in view are. */
export const follows = (path: Path, draft: Draft): boolean =>
  consequencesIn(draft).some((one) => isAtOrBelow(path, one.path))
