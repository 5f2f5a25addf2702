import { address, virtualOrAddress } from '../checks.ts'

/** From where to where an overlay's packets go. */
export const ends = (saysHere: string, saysThere: string) =>
  ({
    title: 'Ends',
    fields: [
      { key: 'local', kind: 'text', mono: true, check: virtualOrAddress, explanation: saysHere },
      { key: 'remote', kind: 'text', mono: true, check: address, explanation: saysThere },
    ],
  }) as const
