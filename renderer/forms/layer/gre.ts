import type { LayerForm } from '../field.ts'
import { ends } from './ends.ts'

export const gre: LayerForm<'gre'> = [
  ends(
    '“virtual” is the address that the layer outside was given. In transport mode: the public one of this laptop.',
    'The gateway’s end. It must lie in a network that the layer outside carries; in transport mode it is the gateway itself.',
  ),
  {
    title: 'Header',
    folded: true,
    fields: [
      { key: 'key', kind: 'number', explanation: '4 bytes a packet; both ends must have the same.' },
      { key: 'checksum', kind: 'switch', explanation: '4 bytes a packet.' },
      { key: 'sequence', kind: 'switch', explanation: '4 bytes a packet.' },
    ],
  },
]
