/** Says what the page of a profile shows: each row is a sentence, and what stands small below it. */
import type { ProfileSummary } from '../../../helper/contract/profile.ts'
import type { OwnCertificateFacts, ProfileFacts, ProfileIdentity } from '../../../helper/contract/profile-facts.ts'
import type { LastSession, Snapshot } from '../../../helper/contract/snapshot.ts'
import { type Scope, scopeOf } from './addresses.ts'
import { day, dayLeft, daysUntil } from './dates.ts'
import { layerNames } from './layers.ts'
import { namesLine } from './names.ts'
import { lastSessionText, sessionLength } from './session.ts'
import { faceOf, titleOf } from './state.ts'

/** Of what is said small: good, soon to be looked after, or broken. */
export type Tone = 'ok' | 'warn' | 'fail'

export interface Remark {
  readonly text: string
  readonly tone?: Tone
}

export type Pair = readonly [value: string, meaning: string]

export interface Row {
  readonly title: string
  readonly text?: string
  /** What stands in the mono font, each with what it is for. */
  readonly pairs?: readonly Pair[]
  readonly small?: readonly Remark[]
}

/** Days before the end of a certificate from which its renewal cannot wait. */
const soon = 30

const sentence = (text: string) => `${text}.`

function certificateRemarks(certificate: OwnCertificateFacts | null, now: Date): Remark[] {
  if (!certificate) return [{ text: 'The certificate in the profile cannot be read.', tone: 'fail' }]
  const { notBefore, notAfter, key } = certificate
  const fits: Remark = keyRemarks[key]
  if (Date.parse(notBefore) > now.getTime())
    return [{ text: `It is valid only from ${day(notBefore)}.`, tone: 'warn' }, fits]
  const left = daysUntil(notAfter, now)
  if (left < 0) {
    const ended = `It ended on ${dayLeft(notAfter, now)}. Have a new one issued, and import it.`
    return [{ text: ended, tone: 'fail' }, fits]
  }
  return [{ text: `Until ${dayLeft(notAfter, now)}.`, tone: left <= soon ? 'warn' : 'ok' }, fits]
}

const keyRemarks: Readonly<Record<OwnCertificateFacts['key'], Remark>> = {
  fits: { text: 'Its key fits.' },
  other: { text: 'The key beside it is another certificate’s.', tone: 'fail' },
  encrypted: { text: 'Its key is encrypted, so it cannot be used.', tone: 'fail' },
  unreadable: { text: 'Its key cannot be read.', tone: 'fail' },
}

const proofs: Readonly<Record<ProfileIdentity['by'], (subject: string) => string>> = {
  certificate: (subject) => `by the certificate ${subject}`,
  'eap-certificate': (subject) => `by the certificate ${subject}, inside EAP`,
  'shared-key': () => 'by a shared key',
  password: () => 'by a password',
  'node-key': () => 'by this node’s own key',
  'static-key': () => 'by a static key',
  'typed-keys': () => 'by typed keys, which never change',
}
const byCertificate = new Set<ProfileIdentity['by']>(['certificate', 'eap-certificate'])

function identityRow({ identity, gateway }: ProfileFacts, now: Date): Row {
  const { id, by, certificate } = identity
  const proof = proofs[by](certificate?.subject ?? 'in the profile')
  const told = byCertificate.has(by) ? certificateRemarks(certificate, now) : []
  const signed = gateway.signedBy.length > 0 ? [`${gateway.signedBy.join(', ')} signed the gateway’s.`] : []
  const plain = [...told.flatMap(({ text, tone }) => (tone ? [] : text)), ...signed].join(' ')
  return {
    title: 'Identity',
    text: id === null ? `${proof.charAt(0).toUpperCase()}${proof.slice(1)}` : `${id}, ${proof}`,
    small: [...told.filter(({ tone }) => tone), ...(plain ? [{ text: plain }] : [])],
  }
}

function wayRow({ layers, gateway }: ProfileSummary, facts: ProfileFacts | null): Row {
  const [outer, ...inner] = layers.map((kind) => layerNames[kind])
  const inside = inner.length > 0 ? `, with ${inner.join(' and ')} inside` : ''
  const proves = facts?.gateway.id && facts.gateway.id !== gateway ? `It must prove to be ${facts.gateway.id}.` : ''
  const roams = facts?.roams ? 'It survives a change of network.' : 'Both ends are fixed: it does not change networks.'
  const small = facts ? [facts.transport && sentence(facts.transport), proves, roams].filter(Boolean).join(' ') : ''
  return { title: 'Way', text: `${outer} to ${gateway}${inside}`, small: small ? [{ text: small }] : [] }
}

const scopes: Readonly<Record<Scope, string>> = { ula: 'ULA', global: 'public', ipv4: 'IPv4' }
const anyOf: Readonly<Record<string, string>> = { '0.0.0.0': 'an IPv4 address', '::': 'an IPv6 address' }

const givers: Readonly<Record<ProfileFacts['addresses'][number]['from'], (address: string) => Pair>> = {
  profile: (address) => [address, `${scopes[scopeOf(address)]}, this profile sets it`],
  virtual: (address) => [anyOf[address] ?? address, 'virtual, the gateway gives it'],
  router: () => ['one more', 'of a prefix that home’s router advertises'],
  behind: (address) => [address, 'of the network behind this laptop'],
}

/** While connected, what the kernel has of each asked address stands in its place. */
function addressPairs(profile: ProfileSummary, facts: ProfileFacts | null, snapshot: Snapshot | null): Pair[] {
  const asked = facts?.addresses ?? profile.addresses.map((address) => ({ address, from: 'profile' as const }))
  const virtual = snapshot?.addresses.find(({ scope, state }) => scope === 'ipv4' && state === 'present')
  return asked.map(({ address, from }) =>
    from === 'virtual' && address === '0.0.0.0' && virtual
      ? [`${virtual.address}/${virtual.prefixLength}`, 'virtual, the gateway gave it']
      : givers[from](address),
  )
}

const everywhere = new Set(['::/0', '2000::/3'])

function routesRow({ prefixes }: ProfileSummary, { routes, guarded }: ProfileFacts): Row {
  const kindOf = (to: string) => (everywhere.has(to) ? 'all other IPv6' : prefixes.includes(to) ? 'home' : 'more')
  const own = routes.map(({ to, via }): Pair => [to, via === null ? kindOf(to) : `${kindOf(to)}, by ${via}`])
  const named = new Set(routes.map(({ to }) => to))
  const home = prefixes.filter((prefix) => !named.has(prefix)).map((prefix): Pair => [prefix, 'home'])
  const beyond = routes.some(({ to }) => everywhere.has(to))
  const rest = beyond
    ? guarded
      ? 'IPv6 leaves through home or not at all.'
      : 'Where the network you are on has IPv6 of its own, that is used for the rest.'
    : 'Everything else goes as it does without Roam6.'
  return { title: 'Routes', pairs: [...home, ...own], small: [{ text: rest }] }
}

function mtuRow(expected: number, facts: ProfileFacts | null, snapshot: Snapshot | null): Row {
  const path = snapshot?.pathMtu
  const text =
    path && path.measured !== null
      ? `${path.measured} on a ${path.underlay} link, as measured`
      : `${expected} on a 1500 link, as calculated`
  const needs = facts && `IPv6 needs 1280, so the network you are on must pass at least ${facts.narrowestLink}.`
  return { title: 'Path MTU', text, small: needs ? [{ text: needs }] : [] }
}

const starts: Readonly<Record<ProfileSummary['start'], Row>> = {
  login: {
    title: 'Start',
    text: 'At login',
    small: [{ text: 'It connects when you log in, unless you are at home.' }],
  },
  manual: { title: 'Start', text: 'By hand', small: [{ text: 'It connects when you press Connect.' }] },
  demand: {
    title: 'Start',
    text: 'On demand',
    small: [{ text: 'Until something asks for home it waits for you: it connects when you press Connect.' }],
  },
}

/**
 * @param snapshot of the profile's own tunnel; null while it is not in use
 * @param last of whichever profile it was
 */
export function profileRows(
  profile: ProfileSummary,
  facts: ProfileFacts | null,
  snapshot: Snapshot | null,
  last: LastSession | undefined,
  now: Date,
): readonly Row[] {
  const { prefixes, expectedMtu } = profile
  const addresses = addressPairs(profile, facts, snapshot)
  return [
    wayRow(profile, facts),
    ...(facts ? [identityRow(facts, now)] : []),
    ...(addresses.length > 0 ? [{ title: 'Addresses', pairs: addresses }] : []),
    { title: 'Home', pairs: prefixes.map((prefix): Pair => [prefix, 'never leaves in clear']) },
    ...(facts ? [routesRow(profile, facts)] : []),
    { title: 'Names', text: snapshot?.dns ? namesLine(snapshot.dns) : 'None is asked at home' },
    ...(expectedMtu === null ? [] : [mtuRow(expectedMtu, facts, snapshot)]),
    starts[profile.start],
    ...(last?.profile === profile.name ? [{ title: 'Last session', text: lastSessionText(last, now) }] : []),
  ]
}

/** The line under the profile's name. */
export function profileState(snapshot: Snapshot | null, now: Date): string {
  if (!snapshot) return 'Not connected.'
  const face = faceOf(snapshot)
  if (face === 'connected') return `Connected for ${sessionLength(snapshot, now)}.`
  return sentence(titleOf(snapshot))
}
