import { espEncryptionKeyBits, espIntegrityKeyBits } from '../../../helper/contract/layer/esp.ts'
import { address, prefix } from '../checks.ts'
import type { LayerForm } from '../field.ts'

const choices = (table: object) => Object.keys(table).map((value) => ({ value, label: value }))
const bits = (table: Readonly<Record<string, readonly number[]>>) =>
  Object.entries(table)
    .map(([name, sizes]) => `${name} ${sizes.join(', ')}`)
    .join('; ')

const association = <Way extends 'in' | 'out'>(way: Way) =>
  [
    {
      key: `${way}.spi`,
      kind: 'number',
      explanation: 'A decimal number from 256 up, the same at the other end.',
    },
    { key: `${way}.encryption`, kind: 'choice', label: 'Encryption', choices: choices(espEncryptionKeyBits) },
    {
      key: `${way}.encryption-key`,
      kind: 'secret',
      explanation: `In hexadecimal, from 0x on. Bits: ${bits(espEncryptionKeyBits)}.`,
    },
    {
      key: `${way}.integrity`,
      kind: 'choice',
      choices: [{ value: undefined, label: 'None, with aes-gcm' }, ...choices(espIntegrityKeyBits)],
    },
    {
      key: `${way}.integrity-key`,
      kind: 'secret',
      explanation: `In hexadecimal, from 0x on. Bits: ${bits(espIntegrityKeyBits)}.`,
    },
  ] as const

export const esp: LayerForm<'esp'> = [
  {
    title: 'Ends',
    fields: [
      { key: 'local', kind: 'text', mono: true, check: address },
      { key: 'remote', kind: 'text', mono: true, check: address },
      {
        key: 'local-networks',
        kind: 'lines',
        check: prefix,
        explanation: 'What is protected: packets between these and those there, both ways.',
      },
      { key: 'remote-networks', kind: 'lines', check: prefix },
    ],
  },
  { title: 'From the far end', fields: association('in') },
  { title: 'To the far end', fields: association('out') },
]
