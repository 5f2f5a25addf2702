import type { Choice, LayerForm } from '../field.ts'
import { authorities } from './authorities.ts'

const direction: readonly Choice[] = [
  { value: undefined, label: 'Both ends the same' },
  { value: 0, label: '0' },
  { value: 1, label: '1' },
]
const protocols: readonly Choice[] = [
  { value: 'udp', label: 'UDP' },
  { value: 'tcp', label: 'TCP' },
]

const autoconfiguration: readonly Choice[] = [
  { value: undefined, label: 'The profile’s own' },
  { value: 'slaac', label: 'One more, by the far end’s router advertisement' },
  { value: 'dhcpv6', label: 'One more, by DHCPv6' },
]

export const openvpn: LayerForm<'openvpn'> = [
  {
    title: 'Gateway',
    fields: [
      { key: 'port', kind: 'number' },
      { key: 'protocol', kind: 'choice', choices: protocols },
      {
        key: 'float',
        kind: 'switch',
        explanation: 'It may answer from another address than the one it was asked at.',
      },
      {
        key: 'other-remotes',
        kind: 'items',
        item: 'Other way in',
        titleKey: 'host',
        explanation: 'Tried in this order after the gateway.',
        fields: [
          { key: 'host', kind: 'text' },
          { key: 'port', kind: 'number' },
          { key: 'protocol', kind: 'choice', choices: protocols },
        ],
      },
    ],
  },
  {
    title: 'TLS',
    folded: true,
    fields: [
      authorities('tls.authorities'),
      {
        key: 'tls.server-name',
        kind: 'text',
        explanation: 'The common name that the gateway’s certificate must have.',
      },
      { key: 'tls.certificate', kind: 'certificate' },
      { key: 'tls.username', kind: 'text' },
      { key: 'tls.password', kind: 'secret' },
      {
        key: 'tls.auth.key',
        kind: 'pem',
        private: true,
        explanation: 'At most one of tls-auth, tls-crypt and tls-crypt-v2.',
      },
      { key: 'tls.auth.direction', kind: 'choice', choices: direction },
      { key: 'tls.crypt', kind: 'pem', private: true },
      { key: 'tls.crypt-v2', kind: 'pem', private: true },
      {
        key: 'tls.minimum-version',
        kind: 'choice',
        choices: [
          { value: undefined, label: 'OpenVPN’s own default' },
          { value: '1.0', label: 'TLS 1.0' },
          { value: '1.2', label: 'TLS 1.2' },
          { value: '1.3', label: 'TLS 1.3' },
        ],
      },
    ],
  },
  {
    title: 'Static key',
    folded: true,
    fields: [
      {
        key: 'static-key.key',
        kind: 'pem',
        private: true,
        explanation: 'Instead of TLS. It has no forward secrecy, and OpenVPN 2.8 drops it.',
      },
      { key: 'static-key.direction', kind: 'choice', choices: direction },
    ],
  },
  {
    title: 'Algorithms',
    folded: true,
    fields: [
      {
        key: 'data-ciphers',
        kind: 'lines',
        explanation: 'Offered in this order, such as AES-256-GCM. None: OpenVPN’s own.',
      },
      {
        key: 'cipher',
        kind: 'text',
        explanation: 'With a static key, or for gateways that cannot negotiate.',
      },
      {
        key: 'digest',
        kind: 'text',
        explanation: 'For ciphers that do not authenticate by themselves.',
      },
    ],
  },
  {
    title: 'Device',
    folded: true,
    fields: [
      {
        key: 'autoconfiguration',
        kind: 'choice',
        choices: autoconfiguration,
      },
      {
        key: 'device',
        kind: 'text',
        explanation: 'Of the tap device; roam6 chooses where it is empty.',
      },
    ],
  },
]
