/** Writes strongSwan's files for the gateway: swanctl.conf(5), and the certificates that it names. */
import type { IkeLayer } from '../../contract/layer/ike.ts'
import type { Profile } from '../../contract/profile.ts'
import { certificatesIn, revocationListsIn } from '../certificate/pem.ts'
import { gatewayAuthentication, ownAuthentication } from '../layer/ike/connection-config.ts'
import { defaultEspProposals, defaultIkeProposals } from '../layer/ike/proposals.ts'
import { isTransport } from '../layer/ike/transport.ts'
import { blank } from './blanks.ts'
import { asHost, isOfFamily, overlayOf, virtualAddresses } from './other-end.ts'
import { type GatewayFile, plainFile } from './text.ts'
import { espInterfaceId } from './tunnel-up.ts'

const folder = '/etc/swanctl'

/** A value in double quotes, with strongSwan's two escapes. */
const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`

type Settings = { readonly [key: string]: string | readonly string[] | Settings | undefined }

/** Lines of swanctl.conf. Keys without a value, and sections without a key, are left out. */
function linesOf(settings: Settings, depth = 0): string[] {
  const indent = '  '.repeat(depth)
  return Object.entries(settings).flatMap(([key, value]) => {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return []
    if (typeof value === 'string') return [`${indent}${key} = ${value}`]
    if (Array.isArray(value)) return [`${indent}${key} = ${value.join(', ')}`]
    const inner = linesOf(value as Settings, depth + 1)
    return inner.length === 0 ? [] : [`${indent}${key} {`, ...inner, `${indent}}`]
  })
}

/** One file for each certificate, as charon reads the first of a file only. */
function certificateFiles(says: string, into: 'x509ca' | 'x509' | 'x509crl', name: string, pems: readonly string[]) {
  return pems.map((pem, n): GatewayFile => {
    const file = `roam6-${name}${n === 0 ? '' : `-${n + 1}`}.pem`
    return plainFile({ name: `${into}/${file}`, says, path: `${folder}/${into}/${file}`, lines: [pem] })
  })
}

const poolName = (address: string) => (isOfFamily(address, 4) ? 'laptop-v4' : 'laptop-v6')

/** The child: the networks of home inside, or GRE alone in transport mode. */
function child(layer: IkeLayer, profile: Profile): Settings {
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

const pools = (layer: IkeLayer): Settings =>
  Object.fromEntries(virtualAddresses(layer).map((address) => [poolName(address), { addrs: asHost(address) }]))

export function swanctlFiles(profile: Profile, layer: IkeLayer, secrets: boolean): readonly GatewayFile[] {
  const { identity, peer } = layer
  const how = ownAuthentication(layer)
  const byEap = how.startsWith('eap')
  const pemOf = (name: string | undefined) => certificatesIn(profile.certificate[name ?? '']?.pem ?? '')
  const usesCertificates = how === 'pubkey' || how === 'eap-tls'
  const authorities = usesCertificates
    ? (peer.authorities ?? []).flatMap((name) =>
        certificateFiles('whoever signed the laptop’s certificate', 'x509ca', name, pemOf(name)),
      )
    : []
  const revoked = usesCertificates
    ? (peer.authorities ?? []).flatMap((name) => {
        const { pem = '', crl = '' } = profile.certificate[name] ?? {}
        return certificateFiles('the authority’s revocation list', 'x509crl', name, revocationListsIn(`${pem}${crl}`))
      })
    : []
  // Where no authority is above the gateway's certificate, none is above the laptop's: both are pinned.
  const pinned =
    usesCertificates && authorities.length === 0
      ? certificateFiles('the laptop’s certificate', 'x509', 'laptop', pemOf(identity.certificate).slice(0, 1))
      : []
  const named = (files: readonly GatewayFile[]) => files.map(({ path }) => path)
  const certain = { cacerts: named(authorities), certs: named(pinned) }
  const who = quoted(identity['eap-id'] ?? identity.id)
  const secret = identity.secret === undefined ? undefined : secrets ? identity.secret : blank('laptop-secret')
  const conf: Settings = {
    connections: {
      laptop: {
        version: '2',
        proposals: layer['ike-proposals'] ?? defaultIkeProposals,
        pools: virtualAddresses(layer).map(poolName),
        send_cert: 'always',
        unique: 'replace',
        dpd_delay: '30s',
        local: {
          auth: gatewayAuthentication(layer),
          id: quoted(peer.id),
          certs: gatewayAuthentication(layer) === 'pubkey' ? blank('certificate-file') : undefined,
        },
        remote: byEap
          ? { auth: how, id: '%any', eap_id: who, ...certain }
          : { auth: how, id: quoted(identity.id), ...certain },
        children: { home: child(layer, profile) },
      },
    },
    pools: pools(layer),
    secrets:
      secret === undefined
        ? {}
        : {
            [how === 'psk' ? 'ike-laptop' : 'eap-laptop']: {
              id: how === 'psk' ? quoted(identity.id) : who,
              secret: quoted(secret),
            },
          },
  }
  const lines = [
    `# Lets the laptop of "${profile.name}" in. Load it with: swanctl --load-all`,
    ...(gatewayAuthentication(layer) === 'pubkey'
      ? [`# The private key of the gateway is in ${folder}/private, where strongSwan finds it.`]
      : []),
    ...linesOf(conf),
  ]
  const settings = plainFile({
    name: 'swanctl.conf',
    says: 'lets the laptop in',
    path: `${folder}/conf.d/roam6.conf`,
    lines,
  })
  return [{ ...settings, secret: secrets && secret !== undefined }, ...authorities, ...pinned, ...revoked]
}
