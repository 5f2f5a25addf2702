/** What a configuration of OpenVPN says, whoever wrote it down, as a draft of a profile: its layer and what goes with it. */
import type * as v from 'valibot'
import type { OpenVpnLayer } from '../../contract/layer/openvpn.ts'
import { contains, familyOf, network, parseAddress, parsePrefix } from '../../core/ip.ts'
import { hostOf, refused, severalOf } from '../draft.ts'
import { fileNamed } from '../given-file.ts'
import { homeOf } from '../home.ts'
import type { DraftProfile, Imported } from '../importer.ts'
import { addressingOf, placedFacts } from '../shell/tunnel-facts.ts'
import type { Directive } from './config-text.ts'
import { accountOf, type Certificates, certificatesFrom, type Given, materialOf } from './material.ts'
import { deviceNameOf, type Settings } from './settings.ts'

type Layer = v.InferInput<typeof OpenVpnLayer>

/** OpenVPN's own default before 2.6, which its successors and OpenSSL 3 no longer have. */
const goneCiphers = /^(BF|CAST5|DES|DESX|DES-EDE3?|IDEA|RC2|RC5|SEED)(-|$)/i
/** With a static key there are no others (openvpn(8), "--secret"). */
const staticCiphers = ['AES-256-CBC', 'AES-192-CBC', 'AES-128-CBC']

function cipherOf({ settings, draft }: Given): string | undefined {
  const { cipher } = settings
  const isStatic = settings.material.has('secret')
  const works = cipher && (isStatic ? /-CBC$/i.test(cipher.name) : true) && !goneCiphers.test(cipher.name)
  if (works) return cipher.name
  if (!isStatic) {
    if (cipher) draft.leaveOut(`cipher ${cipher.name}`, cipher.directive.from, 'is gone; the two ends agree on another')
    return undefined
  }
  return draft.ask({
    id: 'cipher',
    kind: 'choice',
    what: 'The cipher, to be set at the gateway too',
    why: cipher
      ? `${cipher.name} is gone or not for a static key.`
      : 'None is named: OpenVPN then took BF-CBC, which OpenVPN 2.7 and OpenSSL 3 no longer have.',
    choices: staticCiphers,
    from: cipher?.directive.from ?? null,
  })
}

function tlsOf(given: Given): { tls: Layer['tls']; certificates: Certificates } {
  const { settings, draft } = given
  const { certificates, authorities, own } = certificatesFrom(given)
  const auth = settings.material.has('tls-auth') ? materialOf(given, 'tls-auth') : undefined
  const crypt = settings.material.has('tls-crypt') ? materialOf(given, 'tls-crypt') : undefined
  const cryptV2 = settings.material.has('tls-crypt-v2') ? materialOf(given, 'tls-crypt-v2') : undefined
  const { asksServerName, keyDirection } = settings
  const serverName =
    settings.serverName ??
    (asksServerName &&
      draft.ask({
        id: 'server-name',
        kind: 'text',
        what: 'The common name in the gateway’s certificate',
        why: 'The file checks only a part of it; a profile checks all.',
        from: asksServerName.from,
      }))
  return {
    certificates,
    tls: {
      authorities,
      ...(own ? { certificate: 'laptop' } : {}),
      ...accountOf(given),
      ...(serverName === undefined ? {} : { 'server-name': serverName }),
      ...(auth === undefined
        ? {}
        : { auth: { key: auth, ...(keyDirection === undefined ? {} : { direction: keyDirection }) } }),
      ...(crypt === undefined ? {} : { crypt }),
      ...(cryptV2 === undefined ? {} : { 'crypt-v2': cryptV2 }),
      ...(settings.minimumVersion === undefined ? {} : { 'minimum-version': settings.minimumVersion }),
    },
  }
}

/** Scripts that the configuration names, and are among the files; they are read, not run. */
function scriptFacts(given: Given) {
  const { settings, files, used, draft } = given
  const device = deviceNameOf(settings) ?? 'the tap device'
  // Handed to scripts: "Environmental Variables" in openvpn(8), and the device as their first argument.
  const known = new Map([
    ['dev', device],
    ['1', device],
    ['route_vpn_gateway', settings.routeGateway ?? ''],
  ])
  const facts = settings.scripts.flatMap((directive) => {
    const file = fileNamed(files, directive.args[0]?.split(' ')[0] ?? '')
    if (!file || used.has(file.name)) return []
    used.add(file.name)
    return placedFacts(file, draft, known)
  })
  return addressingOf(facts, device, true, draft, settings.address)
}

/** What the gateway pushes is not taken: a profile says the address. */
function addressAsked({ draft, settings }: Given): { readonly address: string }[] {
  const answer = draft.ask({
    id: 'address',
    kind: 'prefix',
    what: 'This laptop’s address at home with its prefix length, such as 2001:db8::2/64',
    why: settings.pulls
      ? 'No file has one; whatever the gateway pushes, Roam6 takes only what the profile says.'
      : 'No file has one.',
    from: null,
  })
  return severalOf(answer ?? '').map((address) => ({ address }))
}

const remoteOf = ({ settings, draft }: Given) => {
  const [first, ...others] = settings.remotes
  const asked = first
    ? first.host
    : draft.ask(
        {
          id: 'gateway',
          kind: 'text',
          what: 'The gateway on the internet, name or address',
          why: 'No file names a remote.',
          from: null,
        },
        (answer) => (hostOf(answer) === undefined ? 'must be a host name or an address' : null),
      )
  const full = (port = first?.port ?? settings.port, protocol = first?.protocol ?? settings.protocol) => ({
    ...(port === undefined ? {} : { port }),
    ...(protocol === undefined ? {} : { protocol }),
  })
  return {
    gateway: asked === undefined ? undefined : (parseAddress(asked)?.address ?? asked),
    endpoint: full(),
    others: others.slice(0, 16).map(({ host, port, protocol }) => ({
      host,
      ...full(port ?? settings.port, protocol ?? settings.protocol),
    })),
  }
}

/** Tap only: Roam6 carries Ethernet, so that IPv6 needs nothing of OpenVPN. */
export function deviceFault({ device, deviceType, serves }: Settings, file: string): Imported | null {
  if (serves)
    return refused(
      `${file}, line ${serves.from.line}`,
      `“${serves.text.slice(0, 80)}” is of the gateway’s end`,
      'Take the configuration of the laptop’s end.',
    )
  const place = deviceType ?? device
  const type = deviceType?.args[0] ?? (device?.args[0] ?? '').slice(0, 3)
  if (type === 'tap') return null
  return refused(
    place ? `${file}, line ${place.from.line}` : file,
    place
      ? `“${place.text.slice(0, 80)}” carries IP packets; Roam6 carries Ethernet only`
      : 'no “dev” says what device it is',
    'Set “dev tap” at both ends: then IPv6 needs nothing of OpenVPN.',
  )
}

type Route = { readonly to: string; readonly via?: string }

/** Ethernet has a next hop for everything beyond its own link: said, or asked for. */
function routesOf(
  { settings, draft }: Given,
  told: readonly Route[],
  addresses: readonly { readonly address: string }[],
): Route[] {
  const onLink = (to: string) =>
    addresses.some(({ address }) => parsePrefix(address) !== null && contains(network(address), to))
  const gateway = settings.routeGateway
  return [...settings.route, ...told].flatMap(({ to, via, ...rest }: Route & { readonly directive?: Directive }) => {
    if (via !== undefined) return [{ to, via }]
    if (onLink(to)) return [{ to }]
    if (gateway !== undefined && familyOf(gateway) === familyOf(to)) return [{ to, via: gateway }]
    const { directive } = rest
    if (familyOf(to) === 4) {
      draft.leaveOut(`route to ${to}`, directive?.from ?? { file: '', line: null }, 'no next hop is named for it')
      return []
    }
    const next = draft.ask({
      id: 'next-hop',
      kind: 'address',
      what: `The router at home that leads to ${to}, an IPv6 address`,
      why: 'A tap device is Ethernet, and no file names a next hop.',
      from: directive?.from ?? null,
    })
    return next === undefined ? [] : [{ to, via: next }]
  })
}

/** The draft of a whole profile, with what is missing asked for. */
export function profileOf(given: Given): DraftProfile {
  const { settings, draft } = given
  const remote = remoteOf(given)
  const isStatic = settings.material.has('secret')
  const key = isStatic ? materialOf(given, 'secret') : undefined
  const { tls, certificates } = isStatic ? { tls: undefined, certificates: {} } : tlsOf(given)
  const cipher = cipherOf(given)
  const facts = scriptFacts(given)
  const known = [...settings.address, ...facts.address]
  const address = known.length > 0 ? known : addressAsked(given)
  const home = homeOf(
    [...settings.home, ...facts.home],
    draft,
    address.map((one) => one.address),
  )
  const device = facts.device ?? deviceNameOf(settings)
  const layer: Layer = {
    kind: 'openvpn',
    ...(device === undefined ? {} : { device }),
    ...remote.endpoint,
    ...(remote.others.length === 0 ? {} : { 'other-remotes': remote.others }),
    ...(settings.float ? { float: true } : {}),
    ...(key === undefined
      ? {}
      : {
          'static-key': { key, ...(settings.keyDirection === undefined ? {} : { direction: settings.keyDirection }) },
        }),
    ...(tls === undefined ? {} : { tls }),
    ...(cipher === undefined ? {} : { cipher }),
    ...(settings.dataCiphers === undefined || isStatic ? {} : { 'data-ciphers': settings.dataCiphers }),
    ...(settings.digest === undefined ? {} : { digest: settings.digest }),
  }
  return {
    name: given.name,
    ...(remote.gateway === undefined ? {} : { gateway: remote.gateway }),
    ...(home.length === 0 ? {} : { home: { prefixes: [...home] } }),
    layer: [layer],
    address,
    route: routesOf(given, facts.route, address),
    certificate: certificates,
  }
}
