import { address, virtualOrAddress } from '../checks.ts'
import type { LayerForm } from '../field.ts'

export const gre: LayerForm<'gre'> = [
  {
    title: 'Ends',
    fields: [
      {
        key: 'local',
        kind: 'text',
        mono: true,
        check: virtualOrAddress,
        label: 'Here',
        explanation: '“virtual” is the address that the layer outside was given.',
      },
      {
        key: 'remote',
        kind: 'text',
        mono: true,
        check: address,
        label: 'There',
        explanation: 'The gateway’s end. It must lie in a network that the layer outside carries.',
      },
    ],
  },
  {
    title: 'Header',
    folded: true,
    fields: [
      { key: 'key', kind: 'number', label: 'Key', explanation: '4 bytes a packet; both ends must have the same.' },
      { key: 'checksum', kind: 'switch', label: 'Checksums', explanation: '4 bytes a packet.' },
      { key: 'sequence', kind: 'switch', label: 'Sequence numbers', explanation: '4 bytes a packet.' },
    ],
  },
]
