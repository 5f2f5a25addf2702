import { host, prefix } from '../checks.ts'
import type { LayerForm } from '../field.ts'

export const tinc: LayerForm<'tinc'> = [
  {
    title: 'This laptop',
    fields: [
      { key: 'name', kind: 'text', explanation: 'Among the nodes: letters, digits and “_”.' },
      {
        key: 'subnets',
        kind: 'lines',
        check: prefix,
        explanation: 'What this laptop announces: its own /64 or /128.',
      },
      {
        key: 'key',
        kind: 'pem',
        private: true,
        make: 'makeTincKey',
        explanation: 'Of this laptop alone. What the gateway needs of it is shown with the profile.',
      },
      { key: 'ed25519-key', kind: 'pem', private: true, explanation: 'For tinc 1.1.' },
    ],
  },
  {
    title: 'Nodes',
    fields: [
      {
        key: 'connect-to',
        kind: 'lines',
        explanation: 'Names of nodes to meet, the gateway first.',
      },
      {
        key: 'hosts',
        kind: 'items',
        item: 'Node',
        titleKey: 'name',
        fields: [
          { key: 'name', kind: 'text' },
          { key: 'address', kind: 'text', check: host, explanation: 'Where it can be met.' },
          { key: 'port', kind: 'number' },
          {
            key: 'subnets',
            kind: 'lines',
            check: prefix,
            explanation: 'What lies behind it; ::/0 for all of the IPv6 internet.',
          },
          { key: 'public-key', kind: 'pem', private: false },
          { key: 'ed25519-public-key', kind: 'text', mono: true },
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
        explanation: 'By broadcast: between two nodes at home packets take no detour.',
      },
      {
        key: 'address-family',
        kind: 'choice',
        choices: [
          { value: 'any', label: 'IPv4 and IPv6' },
          { value: 'ipv4', label: 'IPv4 only' },
          { value: 'ipv6', label: 'IPv6 only' },
        ],
      },
      { key: 'port', kind: 'number', explanation: 'UDP and TCP; any free one where empty.' },
      { key: 'device', kind: 'text', explanation: 'Name of the tun device; roam6 where it is empty.' },
    ],
  },
]
