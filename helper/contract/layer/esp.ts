/**
 * ESP with typed keys (RFC 4303, section 3.3.1's "manual" keying): a carrier between two fixed addresses, in tunnel mode.
 * Keys that never change have no forward secrecy and no replay protection across restarts; that is said wherever they are shown.
 */
import * as v from 'valibot'
import { about, list, table } from '../table.ts'
import { AddressText, PrefixText } from '../text.ts'

/** Bits of key that each takes (RFC 3602, 2451, 4106 with its 32-bit salt, 3686 with its nonce, 2410). */
export const espEncryptionKeyBits = {
  'aes-cbc': [128, 192, 256],
  '3des-cbc': [192],
  'aes-ctr': [160, 224, 288],
  'aes-gcm': [160, 224, 288],
  null: [0],
} as const

/** Bits of key (RFC 2403, 2404, 4868). */
export const espIntegrityKeyBits = {
  'hmac-md5': [128],
  'hmac-sha1': [160],
  'hmac-sha2-256': [256],
  'hmac-sha2-384': [384],
  'hmac-sha2-512': [512],
} as const

const HexKey = v.pipe(
  v.string(),
  v.maxLength(258),
  v.regex(/^0x([0-9a-fA-F]{2})*$/, 'must be a key in hexadecimal, such as "0x00ff…"'),
  about({ title: 'key in hexadecimal' }),
)

const keysOf = <Table extends object>(table: Table) =>
  Object.keys(table) as [keyof Table & string, ...(keyof Table & string)[]]

export const EspAssociation = table({
  // 1 to 255 are reserved (RFC 4303, 2.1).
  spi: v.pipe(
    v.number(),
    v.integer(),
    v.minValue(256),
    v.maxValue(0xffffffff),
    about({
      label: 'SPI',
      description: 'The security parameters index that names the association, the same at both ends.',
      examples: [0x201],
    }),
  ),
  encryption: v.pipe(
    v.picklist(keysOf(espEncryptionKeyBits)),
    about({
      label: 'Encryption',
      description: 'The cipher. "null" encrypts nothing and only authenticates.',
      examples: ['aes-cbc'],
    }),
  ),
  'encryption-key': v.pipe(
    HexKey,
    about({
      label: 'Encryption key',
      description:
        'The key of the cipher in hexadecimal. It has 128, 192 or 256 bits for aes-cbc; 192 for 3des-cbc; 160, 224 or 288 for aes-ctr and aes-gcm, whose last 32 bits are the nonce or salt; none ("0x") for null.',
      examples: ['0x000102030405060708090a0b0c0d0e0f'],
    }),
  ),
  integrity: v.optional(
    v.pipe(
      v.picklist(keysOf(espIntegrityKeyBits)),
      about({
        label: 'Integrity',
        description: 'The algorithm that authenticates. aes-gcm authenticates by itself and takes none.',
        examples: ['hmac-sha2-256'],
        otherwise: 'only the cipher protects',
      }),
    ),
  ),
  'integrity-key': v.optional(
    v.pipe(
      HexKey,
      about({
        label: 'Integrity key',
        description:
          'The key of integrity in hexadecimal: 128 bits for hmac-md5, 160 for hmac-sha1, and 256, 384 or 512 for the hmac-sha2 of that length.',
        examples: ['0x101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f'],
        otherwise: 'there is no integrity either',
      }),
    ),
  ),
})
export type EspAssociation = v.InferOutput<typeof EspAssociation>

export const EspLayer = v.pipe(
  table({
    kind: v.pipe(v.literal('esp'), about({ description: 'The kind of the layer.', examples: ['esp'] })),
    local: v.pipe(
      AddressText,
      about({
        label: 'ESP’s own end',
        description: 'Our address on the ESP packets themselves.',
        examples: ['fd12:3456:789a:3::1'],
      }),
    ),
    remote: v.pipe(
      AddressText,
      about({
        label: 'ESP’s far end',
        description: 'The far end’s address on the ESP packets themselves.',
        examples: ['fd12:3456:789a:3::2'],
      }),
    ),
    'local-networks': v.pipe(
      list(PrefixText, 64),
      v.nonEmpty(),
      about({
        label: 'Networks here',
        description: 'Our networks: packets between these and remote-networks are protected, in both directions.',
        examples: [['fd12:3456:789a:1::/64']],
      }),
    ),
    'remote-networks': v.pipe(
      list(PrefixText, 64),
      v.nonEmpty(),
      about({
        label: 'Networks there',
        description: 'The networks behind the far end.',
        examples: [['fd12:3456:789a:2::/64']],
      }),
    ),
    in: v.pipe(EspAssociation, about({ description: 'The security association from the far end to us.' })),
    out: v.pipe(EspAssociation, about({ description: 'The security association from us to the far end.' })),
  }),
  about({
    description:
      'ESP with typed keys (RFC 4303), in tunnel mode between two fixed addresses. Keys that never change have no forward secrecy, and no protection against replay across restarts.',
  }),
)
export type EspLayer = v.InferOutput<typeof EspLayer>
