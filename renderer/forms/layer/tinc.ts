import { host, prefix } from '../checks.ts'
import type { LayerForm } from '../field.ts'

export const tinc: LayerForm<'tinc'> = [
  {
    title: 'This laptop',
    fields: [
      { key: 'name', kind: 'text', label: 'Name', explanation: 'Among the nodes: letters, digits and “_”.' },
      {
        key: 'subnets',
        kind: 'lines',
        check: prefix,
        label: 'Subnets',
        explanation: 'What this laptop announces: its own /64 or /128.',
      },
      {
        key: 'key',
        kind: 'pem',
        private: true,
        make: 'makeTincKey',
        label: 'RSA key',
        explanation: 'Of this laptop alone. What the gateway needs of it is shown with the profile.',
      },
      { key: 'ed25519-key', kind: 'pem', private: true, label: 'Ed25519 key', explanation: 'For tinc 1.1.' },
    ],
  },
  {
    title: 'Nodes',
    fields: [
      {
        key: 'connect-to',
        kind: 'lines',
        label: 'Connect to',
        explanation: 'Names of nodes to meet, the gateway first.',
      },
      {
        key: 'hosts',
        kind: 'items',
        item: 'Node',
        titleKey: 'name',
        label: 'Known nodes',
        fields: [
          { key: 'name', kind: 'text', label: 'Name' },
          { key: 'address', kind: 'text', check: host, label: 'Address', explanation: 'Where it can be met.' },
          { key: 'port', kind: 'number', label: 'Port' },
          {
            key: 'subnets',
            kind: 'lines',
            check: prefix,
            label: 'Subnets',
            explanation: 'What lies behind it; ::/0 for all of the IPv6 internet.',
          },
          { key: 'public-key', kind: 'pem', private: false, label: 'RSA public key' },
          { key: 'ed25519-public-key', kind: 'text', mono: true, label: 'Ed25519 public key' },
        ],
      },
    ],
  },
  {
    title: 'Network',
    folded: true,
    fields: [
      {
        key: 'local-discovery',
        kind: 'switch',
        label: 'Find nodes on the same LAN',
        explanation: 'By broadcast: between two nodes at home packets take no detour.',
      },
      {
        key: 'address-family',
        kind: 'choice',
        label: 'Reach nodes over',
        choices: [
          { value: 'any', label: 'IPv4 and IPv6' },
          { value: 'ipv4', label: 'IPv4 only' },
          { value: 'ipv6', label: 'IPv6 only' },
        ],
      },
      { key: 'port', kind: 'number', label: 'Own port', explanation: 'UDP and TCP; any free one where empty.' },
      { key: 'device', kind: 'text', label: 'Device', explanation: 'Name of the tun device; roam6 where it is empty.' },
    ],
  },
]
