import { address, prefix } from '../checks.ts'
import type { Draft, LayerForm } from '../field.ts'
import { valueAt } from '../value.ts'
import { authorities } from './authorities.ts'

type Proof = 'pubkey' | 'psk' | 'eap-mschapv2' | 'eap-tls'

/** How the laptop proves itself; a certificate counts where one is named, and where nothing is. */
function proofOf(layer: Draft): Proof {
  const { authentication } = (layer.identity ?? {}) as { readonly authentication?: Proof }
  return authentication ?? 'pubkey'
}
const provesBy =
  (...proofs: readonly Proof[]) =>
  (layer: Draft) =>
    proofs.includes(proofOf(layer))
const byCertificate = provesBy('pubkey', 'eap-tls')
/** Transport mode is between the two ends themselves. */
const isTunnel = (layer: Draft) => layer.mode !== 'transport'
/** A gateway uses a shared key only where the laptop does. */
const gatewayHasCertificate = (layer: Draft) =>
  valueAt(layer, ['peer', 'authentication']) === 'pubkey' || proofOf(layer) !== 'psk'

export const ike: LayerForm<'ike'> = [
  {
    title: 'This laptop',
    fields: [
      {
        key: 'identity.id',
        kind: 'text',
        explanation: 'As the gateway knows this laptop: a name, an address, or a certificate’s subject.',
      },
      {
        key: 'identity.authentication',
        kind: 'choice',
        choices: [
          { value: undefined, label: 'Certificate, where one is named' },
          { value: 'pubkey', label: 'Certificate' },
          { value: 'psk', label: 'Pre-shared key' },
          { value: 'eap-mschapv2', label: 'EAP user name and password' },
          { value: 'eap-tls', label: 'EAP with a certificate' },
        ],
      },
      { key: 'identity.certificate', kind: 'certificate', applies: byCertificate },
      {
        key: 'identity.secret',
        kind: 'secret',
        applies: provesBy('psk', 'eap-mschapv2'),
        explanation: 'The pre-shared key, or the password of EAP.',
      },
      {
        key: 'identity.eap-id',
        kind: 'text',
        applies: provesBy('eap-mschapv2', 'eap-tls'),
        explanation: 'Only where it differs from the identity.',
      },
    ],
  },
  {
    title: 'Gateway',
    fields: [
      {
        key: 'peer.id',
        kind: 'text',
        explanation: 'The gateway’s certificate must be for this name.',
      },
      { ...authorities('peer.authorities'), applies: gatewayHasCertificate },
      {
        key: 'peer.certificate',
        kind: 'certificate',
        applies: gatewayHasCertificate,
        explanation: 'Only this very certificate is taken.',
      },
      {
        key: 'peer.authentication',
        kind: 'choice',
        choices: [
          { value: undefined, label: 'As this laptop does' },
          { value: 'pubkey', label: 'Certificate' },
          { value: 'psk', label: 'Pre-shared key' },
        ],
      },
    ],
  },
  {
    title: 'What ESP carries',
    fields: [
      {
        key: 'mode',
        kind: 'choice',
        choices: [
          { value: undefined, label: 'Tunnel' },
          { value: 'transport', label: 'Transport, for GRE between public addresses' },
        ],
        explanation:
          'Transport mode saves an IP header. It passes no NAT, does not roam, and has nothing to ask for or to name below.',
      },
      {
        key: 'request-addresses',
        kind: 'lines',
        check: address,
        applies: isTunnel,
        explanation: '0.0.0.0 or :: for any of that family, one a line.',
      },
      {
        key: 'local-networks',
        kind: 'lines',
        check: prefix,
        applies: isTunnel,
        explanation: 'What this laptop stands for, such as its own /64. None: the addresses that the gateway gives.',
      },
      {
        key: 'remote-networks',
        kind: 'lines',
        check: prefix,
        applies: isTunnel,
        explanation: 'What lies behind the gateway, as its own configuration names it.',
      },
    ],
  },
  {
    title: 'Algorithms and ports',
    folded: true,
    fields: [
      {
        key: 'ike-proposals',
        kind: 'lines',
        explanation: 'In strongSwan’s words, such as aes256gcm16-prfsha384-ecp384. None: what both ends know best.',
      },
      { key: 'esp-proposals', kind: 'lines', explanation: 'Such as aes256gcm16-ecp384.' },
      {
        key: 'ports.ike',
        kind: 'number',
        explanation: 'Random where empty. Some filters want 500 and 4500; then both are needed.',
      },
      { key: 'ports.nat', kind: 'number' },
    ],
  },
]
