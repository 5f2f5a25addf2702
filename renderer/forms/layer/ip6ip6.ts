import { address, virtualOrAddress } from '../checks.ts'
import type { LayerForm } from '../field.ts'

export const ip6ip6: LayerForm<'ip6ip6'> = [
  {
    title: 'Ends',
    fields: [
      {
        key: 'local',
        kind: 'text',
        mono: true,
        check: virtualOrAddress,
        label: 'Here',
        explanation: '“virtual” is the address that the layer outside was given; otherwise this laptop must have it.',
      },
      { key: 'remote', kind: 'text', mono: true, check: address, label: 'There', explanation: 'The gateway’s end.' },
    ],
  },
  {
    title: 'Header',
    folded: true,
    fields: [
      {
        key: 'encapsulation-limit',
        kind: 'number',
        label: 'Encapsulation limit',
        explanation: 'How often a packet may be wrapped again, or “none”, which saves 8 bytes a packet.',
      },
      { key: 'hop-limit', kind: 'number', label: 'Hop limit' },
    ],
  },
]
