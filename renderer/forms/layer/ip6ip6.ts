import type { LayerForm } from '../field.ts'
import { ends } from './ends.ts'

export const ip6ip6: LayerForm<'ip6ip6'> = [
  ends(
    '“virtual” is the address that the layer outside was given; otherwise this laptop must have it.',
    'The gateway’s end.',
  ),
  {
    title: 'Header',
    folded: true,
    fields: [
      {
        key: 'encapsulation-limit',
        kind: 'number',
        explanation: 'How often a packet may be wrapped again, or “none”, which saves 8 bytes a packet.',
      },
      { key: 'hop-limit', kind: 'number' },
    ],
  },
]
