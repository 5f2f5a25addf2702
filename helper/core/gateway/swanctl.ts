/** Writes strongSwan's files for the gateway: swanctl.conf(5), and the certificates that it names. */
import type { IkeLayer } from '../../contract/layer/ike.ts'
import type { Profile } from '../../contract/profile.ts'
import { certificatesIn, revocationListsIn } from '../certificate/pem.ts'
import { gatewayAuthentication, ownAuthentication } from '../layer/ike/connection-config.ts'
import { defaultEspProposals, defaultIkeProposals } from '../layer/ike/proposals.ts'
import { isTransport } from '../layer/ike/transport.ts'
import { blank } from './blanks.ts'
import { asHost, isOfFamily, overlayOf, virtualAddresses } from './other-end.ts'
import { quoted, type Settings, settingLines } from './settings-text.ts'
import { type GatewayFile, plainFile } from './text.ts'
import { espInterfaceId } from './tunnel-up.ts'

const folder = '/etc/swanctl'

interface Credentials {
  readonly authorities: readonly GatewayFile[]
  readonly pinned: readonly GatewayFile[]
  readonly revocationLists: readonly GatewayFile[]
}

/** Collects the files by which the gateway knows the laptop, where the laptop has a certificate. */
function credentialsOf({ certificate }: Profile, { identity, peer }: IkeLayer): Credentials {
  const of = (name: string) => certificate[name] ?? { pem: '' }
  const files = (into: Place, read: (name: string) => readonly string[]) =>
    (peer.authorities ?? []).flatMap((name) => filesOf(into, name, read(name)))
  const authorities = files('x509ca', (name) => certificatesIn(of(name).pem))
  const own = identity.certificate === undefined ? [] : certificatesIn(of(identity.certificate).pem)
  return {
    authorities,
    // Where no authority is above the gateway's certificate, none is above the laptop's: both are pinned.
    pinned: authorities.length === 0 ? filesOf('x509', 'laptop', own.slice(0, 1)) : [],
    revocationLists: files('x509crl', (name) => revocationListsIn(`${of(name).pem}${of(name).crl ?? ''}`)),
  }
}
const noCredentials: Credentials = { authorities: [], pinned: [], revocationLists: [] }

const places = {
  x509ca: 'whoever signed the laptop’s certificate',
  x509: 'the laptop’s certificate',
  x509crl: 'the authority’s revocation list',
} as const
type Place = keyof typeof places

/** Makes one file for each certificate, as charon reads only the first one of a file. */
const filesOf = (into: Place, name: string, pems: readonly string[]): readonly GatewayFile[] =>
  pems.map((pem, n) => {
    const file = `${into}/roam6-${name}${n === 0 ? '' : `-${n + 1}`}.pem`
    return plainFile({ name: file, says: places[into], path: `${folder}/${file}`, lines: [pem] })
  })

const poolName = (address: string) => (isOfFamily(address, 4) ? 'laptop-v4' : 'laptop-v6')

/** Describes the child: home's networks in tunnel mode, or GRE alone in transport mode. */
function child(profile: Profile, layer: IkeLayer): Settings {
  const esp_proposals = layer['esp-proposals'] ?? defaultEspProposals
  if (isTransport(layer)) return { mode: 'transport', local_ts: 'dynamic[47]', remote_ts: 'dynamic[47]', esp_proposals }
  const id = overlayOf(profile) ? undefined : String(espInterfaceId)
  return {
    local_ts: layer['remote-networks'],
    remote_ts: layer['local-networks'],
    if_id_in: id,
    if_id_out: id,
    esp_proposals,
  }
}

/** Describes how the laptop proves itself. By EAP the laptop's identity is the one that it gives within EAP. */
function remote(layer: IkeLayer, { authorities, pinned }: Credentials): Settings {
  const how = ownAuthentication(layer)
  const certain = { cacerts: authorities.map(({ path }) => path), certs: pinned.map(({ path }) => path) }
  return how.startsWith('eap')
    ? { auth: how, id: '%any', eap_id: eapIdentity(layer), ...certain }
    : { auth: how, id: quoted(layer.identity.id), ...certain }
}

const eapIdentity = ({ identity }: IkeLayer) => quoted(identity['eap-id'] ?? identity.id)

function connection(profile: Profile, layer: IkeLayer, credentials: Credentials): Settings {
  const how = gatewayAuthentication(layer)
  return {
    version: '2',
    proposals: layer['ike-proposals'] ?? defaultIkeProposals,
    pools: virtualAddresses(layer).map(poolName),
    send_cert: 'always',
    unique: 'replace',
    dpd_delay: '30s',
    local: {
      auth: how,
      id: quoted(layer.peer.id),
      certs: how === 'pubkey' ? blank('certificate-file') : undefined,
    },
    remote: remote(layer, credentials),
    children: { home: child(profile, layer) },
  }
}

const poolsOf = (layer: IkeLayer): Settings =>
  Object.fromEntries(virtualAddresses(layer).map((address) => [poolName(address), { addrs: asHost(address) }]))

function secretsOf(layer: IkeLayer, secret: string | undefined): Settings {
  if (secret === undefined) return {}
  return ownAuthentication(layer) === 'psk'
    ? { 'ike-laptop': { id: quoted(layer.identity.id), secret: quoted(secret) } }
    : { 'eap-laptop': { id: eapIdentity(layer), secret: quoted(secret) } }
}

/** charon-systemd reads swanctl's folder by itself at each boot; EAP's methods are in packages of their own (Debian 12 and 13). */
const packagesFor = (layer: IkeLayer): readonly string[] => [
  'charon-systemd',
  'strongswan-swanctl',
  ...(ownAuthentication(layer).startsWith('eap') ? ['libcharon-extauth-plugins', 'libcharon-extra-plugins'] : []),
]

export function swanctlFiles(profile: Profile, layer: IkeLayer, secrets: boolean): readonly GatewayFile[] {
  const byCertificate = ['pubkey', 'eap-tls'].includes(ownAuthentication(layer))
  const credentials = byCertificate ? credentialsOf(profile, layer) : noCredentials
  const { secret } = layer.identity
  const conf: Settings = {
    connections: { laptop: connection(profile, layer, credentials) },
    pools: poolsOf(layer),
    secrets: secretsOf(layer, secret === undefined || secrets ? secret : blank('laptop-secret')),
  }
  const settings = plainFile({
    name: 'swanctl.conf',
    says: 'lets the laptop in',
    path: `${folder}/conf.d/roam6.conf`,
    lines: [
      `# Lets the laptop of "${profile.name}" in. Load it with: swanctl --load-all`,
      `# Debian has it in the packages ${packagesFor(layer).join(', ')}.`,
      ...(gatewayAuthentication(layer) === 'pubkey'
        ? [`# The private key of the gateway is in ${folder}/private, where strongSwan finds it.`]
        : []),
      ...settingLines(conf),
    ],
  })
  return [
    { ...settings, secret: secrets && secret !== undefined },
    ...credentials.authorities,
    ...credentials.pinned,
    ...credentials.revocationLists,
  ]
}
