/**
 * The messages that load a profile's IKE layer into charon, built from typed fields only. Nothing is read by charon
 * from files, and one unknown or damaged key rejects the whole.
 * Keys: swanctl.conf(5) and strongSwan, src/libcharon/plugins/vici/vici_config.c.
 */
import type { IkeLayer } from '../../../contract/layer/ike.ts'
import { certificatesIn, revocationListsIn } from '../../certificate/pem.ts'
import { fwmark, ifId, reqid } from '../../change/marks.ts'
import { nameServerCommand } from './name-servers.ts'
import { defaultEspProposals, defaultIkeProposals } from './proposals.ts'
import type { IkeRequest } from './request.ts'
import { type Section, section, yesNo } from './section.ts'
import { isTransport } from './transport.ts'

/** The private charon has one connection with one child. */
export const connectionName = 'home'
export const childName = 'home'

/** The requests that load a connection, in this order, after `clear-creds`. */
export interface LoadStep {
  readonly command: 'load-cert' | 'load-key' | 'load-shared' | 'load-conn'
  readonly message: Section
}

/** charon asks a gateway that has sent nothing for 30 s whether it lives (strongSwan's `dpd_delay`; 30 s is what its own examples have). */
const deadPeerDelay = '30s'

export type Authentication = NonNullable<IkeLayer['identity']['authentication']>
export const ownAuthentication = ({ identity }: IkeLayer): Authentication =>
  identity.authentication ?? (identity.certificate ? 'pubkey' : 'psk')
export const gatewayAuthentication = (layer: IkeLayer): 'pubkey' | 'psk' =>
  layer.peer.authentication ?? (ownAuthentication(layer) === 'psk' ? 'psk' : 'pubkey')

/** Plugins that a way of authentication needs beyond the ordinary ones, with the Debian package that brings each. */
export const neededPlugins: Readonly<
  Record<Authentication, readonly { readonly plugin: string; readonly package: string }[]>
> = {
  pubkey: [],
  psk: [],
  'eap-mschapv2': [{ plugin: 'eap-mschapv2', package: 'libcharon-extauth-plugins' }],
  'eap-tls': [{ plugin: 'eap-tls', package: 'libcharon-extra-plugins' }],
}

export const asksForAddress = (layer: IkeLayer): boolean => layer['request-addresses'].length > 0

export function loadSteps(request: IkeRequest): readonly LoadStep[] {
  const { layer, certificates } = request
  const { identity, peer } = layer
  const pemOf = (name: string | undefined) => (name === undefined ? '' : (certificates[name]?.pem ?? ''))
  const own = identity.certificate === undefined ? undefined : certificates[identity.certificate]
  const [ownEntity, ...ownIntermediates] = certificatesIn(own?.pem ?? '')
  const authorities = (peer.authorities ?? []).flatMap((name) => certificatesIn(pemOf(name)))
  const [pinned] = certificatesIn(pemOf(peer.certificate))
  const revocationLists = Object.values(certificates).flatMap(({ pem, crl }) => revocationListsIn(`${pem}${crl ?? ''}`))

  const certificate = (type: 'X509' | 'X509_CRL', flag: 'CA' | 'NONE') => (data: string) =>
    ({ command: 'load-cert', message: section({ type, flag, data }) }) as const
  const secret = identity.secret
  return [
    ...authorities.map(certificate('X509', 'CA')),
    // Sent along, not trusted: the gateway must be authenticated by one of `cacerts` or `certs` below.
    ...ownIntermediates.map(certificate('X509', 'NONE')),
    ...revocationLists.map(certificate('X509_CRL', 'NONE')),
    ...(own?.key === undefined
      ? []
      : [{ command: 'load-key', message: section({ type: 'any', data: own.key }) } as const]),
    // The message names no `owners`, so charon uses this secret for any identity: the daemon holds no other. A profile in which only the
    // gateway has a shared secret was refused (`layer-faults.ts`).
    ...(secret === undefined
      ? []
      : [
          {
            command: 'load-shared',
            message: section({ type: ownAuthentication(layer) === 'psk' ? 'IKE' : 'EAP', data: secret }),
          } as const,
        ]),
    { command: 'load-conn', message: connection(request, ownEntity, authorities, pinned) },
  ]
}

const connection = (
  { gateway, localAddress, layer, nameServerFile, strategy }: IkeRequest,
  ownEntity: string | undefined,
  authorities: readonly string[],
  pinned: string | undefined,
): Section =>
  section({
    [connectionName]: {
      version: '2',
      remote_addrs: [gateway],
      ...(localAddress === undefined ? {} : { local_addrs: [localAddress] }),
      proposals: [...(layer['ike-proposals'] ?? defaultIkeProposals)],
      ...(asksForAddress(layer) ? { vips: [...layer['request-addresses']] } : {}),
      // MOBIKE is off in transport mode: the GRE link inside is bound to IKE's two addresses, and cannot follow when one changes.
      mobike: yesNo(!isTransport(layer) && strategy.esp !== 'as it is, without MOBIKE'),
      encap: yesNo(strategy.esp === 'in UDP'),
      fragmentation: 'yes',
      dpd_delay: deadPeerDelay,
      // Connecting again is the helper's decision.
      keyingtries: '1',
      // Also to gateways that forget to ask for it.
      send_cert: 'always',
      local: {
        auth: ownAuthentication(layer),
        id: layer.identity.id,
        eap_id: layer.identity['eap-id'],
        ...(ownEntity === undefined ? {} : { certs: [ownEntity] }),
      },
      remote: {
        auth: gatewayAuthentication(layer),
        id: layer.peer.id,
        // A list that cannot be had passes, a revoked certificate does not.
        ...(gatewayAuthentication(layer) === 'pubkey' ? { revocation: 'relaxed' } : {}),
        ...(authorities.length > 0 ? { cacerts: [...authorities] } : {}),
        ...(pinned === undefined ? {} : { certs: [pinned] }),
      },
      children: {
        [childName]: {
          ...(isTransport(layer) ? transportMode : tunnelMode(layer)),
          esp_proposals: [...(layer['esp-proposals'] ?? defaultEspProposals)],
          // charon marks the ESP packets that it sends, so that the guard's rules lead them past the tunnel.
          set_mark_out: String(fwmark),
          // Where IPv6's minimum does not pass in one piece, ESP does not copy DF, so that its packets may go in fragments (`strategy.ts`).
          copy_df: yesNo(strategy.whole === null),
          start_action: 'none',
          close_action: 'none',
          // charon asks for DNS servers where it asks for an address.
          ...(asksForAddress(layer) ? { updown: nameServerCommand(nameServerFile) } : {}),
          dpd_action: 'clear',
        },
      },
    },
  })

/** The child in tunnel mode, on our xfrm interface. */
const tunnelMode = (layer: IkeRequest['layer']) => ({
  mode: 'tunnel',
  local_ts: layer['local-networks'].length > 0 ? [...layer['local-networks']] : ['dynamic'],
  remote_ts: [...layer['remote-networks']],
  if_id_in: String(ifId),
  if_id_out: String(ifId),
})

/**
 * The child in transport mode, for GRE between the two ends of IKE alone. GRE is given by IANA's number, as a machine
 * without netbase has no /etc/protocols.
 */
const transportMode = {
  mode: 'transport',
  local_ts: ['dynamic[47]'],
  remote_ts: ['dynamic[47]'],
  reqid: String(reqid),
}
