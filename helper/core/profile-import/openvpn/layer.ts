/** What a configuration of OpenVPN says, whoever wrote it down, as a draft of a profile: its layer and what goes with it. */
import type * as z from 'zod'
import type { OpenVpnLayer } from '../../../contract/layer/openvpn.ts'
import { PemText, Secret, Text } from '../../../contract/text.ts'
import { certificatesIn, pemBlocks } from '../../certificate/pem.ts'
import { contains, familyOf, network, parseAddress, parsePrefix } from '../../ip.ts'
import { baseName, openPkcs12 } from '../certificates.ts'
import { fromBase64 } from '../der.ts'
import { type DraftBuilder, hostOf, refused, severalOf } from '../draft.ts'
import { fileNamed } from '../given-file.ts'
import { homeOf } from '../home.ts'
import type { DraftProfile, Imported, SourceFile } from '../importer.ts'
import { addressingOf, placedFacts } from '../shell/tunnel-facts.ts'
import type { Directive } from './config-text.ts'
import { deviceNameOf, type Settings } from './settings.ts'

type Layer = z.input<typeof OpenVpnLayer>
type Certificates = Record<string, { pem: string; key?: string }>

export interface Given {
  readonly name: string
  readonly settings: Settings
  readonly files: readonly SourceFile[]
  /** Files that are read already. */
  readonly used: Set<string>
  readonly draft: DraftBuilder
}

/** OpenVPN's own default before 2.6, which its successors and OpenSSL 3 no longer have. */
const goneCiphers = /^(BF|CAST5|DES|DESX|DES-EDE3?|IDEA|RC2|RC5|SEED)(-|$)/i
/** With a static key there are no others (openvpn(8), "--secret"). */
const staticCiphers = ['AES-256-CBC', 'AES-192-CBC', 'AES-128-CBC']

/** `# 2048 bit OpenVPN static key`, lines of hexadecimal between its BEGIN and END. */
const staticKey = /-----BEGIN OpenVPN Static key V1-----\s[0-9a-fA-F\s]{512,2048}-----END OpenVPN Static key V1-----/
const clientKey =
  /-----BEGIN OpenVPN tls-crypt-v2 client key-----\s[A-Za-z0-9+/=\s]{64,8192}-----END OpenVPN tls-crypt-v2 client key-----/

interface Content {
  readonly text: string | null
  readonly bytes: Uint8Array
  readonly file: string
}

function contentOf({ files, used }: Given, directive: Directive | undefined): Content | undefined {
  if (!directive) return undefined
  if (directive.inline !== null)
    return { text: directive.inline, bytes: new Uint8Array(), file: `${directive.from.file} <${directive.name}>` }
  const found = fileNamed(files, directive.args[0] ?? '')
  if (!found) return undefined
  used.add(found.name)
  return { text: found.text, bytes: found.bytes, file: found.name }
}

interface Wanted {
  readonly id: string
  readonly kind: 'certificate' | 'key'
  readonly what: string
  /** The part of a file that is the thing itself; undefined where it is not in it. */
  readonly find: (text: string) => string | undefined
}

const privateKeyIn = (text: string) => pemBlocks(text).find(({ label }) => label.endsWith('PRIVATE KEY'))?.text
const certificatesOf = (text: string) => {
  const found = certificatesIn(text)
  return found.length > 0 ? found.join('') : undefined
}
const matching = (form: RegExp) => (text: string) => {
  const found = form.exec(text)?.[0]
  return found === undefined ? undefined : `${found}\n`
}

const wanted = {
  ca: {
    id: 'authority',
    kind: 'certificate',
    what: 'The certificate of the authority that signed the gateway’s',
    find: certificatesOf,
  },
  cert: { id: 'certificate', kind: 'certificate', what: 'This laptop’s certificate', find: certificatesOf },
  key: { id: 'key', kind: 'key', what: 'The private key of this laptop’s certificate', find: privateKeyIn },
  secret: { id: 'static-key', kind: 'key', what: 'The static key that both ends share', find: matching(staticKey) },
  'tls-auth': { id: 'tls-auth', kind: 'key', what: 'The key that signs the handshake', find: matching(staticKey) },
  'tls-crypt': { id: 'tls-crypt', kind: 'key', what: 'The key that hides the handshake', find: matching(staticKey) },
  'tls-crypt-v2': {
    id: 'tls-crypt-v2',
    kind: 'key',
    what: 'This laptop’s key that hides the handshake',
    find: matching(clientKey),
  },
} as const satisfies Record<string, Wanted>

/** In the file that is named, or asked for. */
function materialOf(given: Given, name: keyof typeof wanted): string | undefined {
  const { settings, draft } = given
  const directive = settings.material.get(name)
  const content = contentOf(given, directive)
  const { find, ...question } = wanted[name]
  const found = content?.text == null ? undefined : find(content.text)
  if (found !== undefined && PemText.safeParse(found).success) return found
  const file = directive?.args[0]
  const why = content
    ? `${baseName(content.file)} holds none.`
    : file === undefined
      ? 'No file says it.'
      : `${baseName(file)} is not among the files.`
  const answer = draft.ask({ ...question, why, from: directive?.from ?? null }, (text) =>
    find(text) === undefined ? 'holds none' : null,
  )
  return answer === undefined ? undefined : find(answer)
}

function certificatesFrom(given: Given): { certificates: Certificates; authorities: string[]; own: boolean } {
  const { settings, draft } = given
  const certificates: Certificates = {}
  const authorities: string[] = []
  const trust = (pems: readonly string[]) => {
    for (const pem of pems.slice(0, 16)) {
      const name = authorities.length === 0 ? 'ca' : `ca-${authorities.length + 1}`
      certificates[name] = { pem }
      authorities.push(name)
    }
  }
  const container = settings.material.get('pkcs12') ?? containerIn(given)
  const opened = container && openContainer(given, container)
  // Everything may be in it.
  if (container && !opened && draft.awaits('passphrase')) return { certificates, authorities, own: false }
  if (opened) {
    const [own, ...others] = opened.certificates
    const [key] = opened.keys
    // openPkcs12 gives the key's owner first; authorities are those that may sign.
    if (own && key) {
      const between = others.filter(({ facts }) => facts.authority && !facts.selfIssued)
      certificates.laptop = { pem: [own, ...between].map(({ pem }) => pem).join(''), key: key.pem }
    } else draft.leaveOut(container.text, container.from, 'holds no certificate with its key')
    if (!settings.material.has('ca') || settings.material.get('ca')?.args[0] === container.args[0])
      trust(others.filter(({ facts }) => facts.authority).map(({ pem }) => pem))
  }
  if (authorities.length === 0) trust(certificatesIn(materialOf(given, 'ca') ?? ''))
  const named = container !== undefined || ['cert', 'key'].some((name) => settings.material.has(name))
  if (!certificates.laptop && (named || settings.userPassword === undefined)) {
    const pem = materialOf(given, 'cert')
    const key = materialOf(given, 'key')
    const extra = contentOf(given, settings.material.get('extra-certs'))?.text ?? ''
    if (pem !== undefined && key !== undefined) certificates.laptop = { pem: pem + certificatesIn(extra).join(''), key }
  }
  return { certificates, authorities, own: certificates.laptop !== undefined }
}

/** NetworkManager names one container as certificate, key and authority alike. */
function containerIn(given: Given): Directive | undefined {
  const cert = given.settings.material.get('cert')
  const content = cert?.inline === null ? fileNamed(given.files, cert.args[0] ?? '') : undefined
  return content && content.text === null ? cert : undefined
}

function openContainer(given: Given, directive: Directive) {
  const content = contentOf(given, directive)
  if (!content) {
    given.draft.leaveOut(directive.text, directive.from, 'is not among the files')
    return undefined
  }
  const decoded = directive.inline === null ? null : fromBase64(directive.inline)
  const bytes = decoded === null ? content.bytes : Uint8Array.from(decoded, (char) => char.charCodeAt(0))
  const name = directive.inline === null ? content.file : 'pkcs12'
  const opened = openPkcs12({ name, bytes }, name, undefined, directive.from, given.draft)
  return opened.certificates.length > 0 ? opened : undefined
}

function accountOf(given: Given): { username?: string; password?: string } {
  const { settings, draft } = given
  if (!settings.userPassword) return {}
  const lines = (contentOf(given, settings.userPassword)?.text ?? '').split('\n')
  const { from } = settings.userPassword
  const username =
    settings.username ??
    Text.safeParse(lines[0]?.trim()).data ??
    draft.ask({
      id: 'username',
      kind: 'text',
      what: 'The user name at the gateway',
      why: 'The gateway asks for it.',
      from,
    })
  const password =
    settings.password ??
    Secret.safeParse(lines[1]?.replace(/\r$/, '')).data ??
    draft.ask({
      id: 'password',
      kind: 'secret',
      what: 'The password at the gateway',
      why: 'The gateway asks for it.',
      from,
    })
  return { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) }
}

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
  return addressingOf(facts, device, true, draft)
}

/** Only the far end can tell how addresses come about where no file has one. */
function addressesAsked({ draft, settings }: Given): {
  readonly address: { readonly address: string }[]
  readonly autoconfiguration?: 'slaac' | 'dhcpv6'
} {
  const how = draft.ask({
    id: 'addressing',
    kind: 'choice',
    what: 'How this laptop comes to its address at home',
    why: settings.pulls
      ? 'No file has one; whatever the gateway pushes, Roam6 takes only what the profile says.'
      : 'No file has one.',
    choices: ['slaac', 'dhcpv6', 'fixed'],
    from: null,
  })
  if (how === 'slaac' || how === 'dhcpv6') return { autoconfiguration: how, address: [] }
  const fixed =
    how === 'fixed'
      ? draft.ask({
          id: 'address',
          kind: 'prefix',
          what: 'This laptop’s address at home with its prefix length, such as 2001:db8::2/64',
          why: 'No file has one.',
          from: null,
        })
      : undefined
  return { address: severalOf(fixed ?? '').map((address) => ({ address })) }
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
  const { address, ...autoconfiguration } = known.length > 0 ? { address: known } : addressesAsked(given)
  const home = homeOf([...settings.home, ...facts.home], draft)
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
    ...autoconfiguration,
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
