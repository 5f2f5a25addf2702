/**
 * ESP with typed keys (RFC 4303, section 3.3.1's "manual" keying): a carrier between two fixed addresses, in tunnel mode.
 * Keys that never change have no forward secrecy and no replay protection across restarts; that is said wherever they are shown.
 */
import * as z from 'zod'
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

const HexKey = z
  .string()
  .max(258)
  .regex(/^0x([0-9a-fA-F]{2})*$/, 'must be a key in hexadecimal, such as "0x00ff…"')

const keysOf = <Table extends object>(table: Table) =>
  Object.keys(table) as [keyof Table & string, ...(keyof Table & string)[]]

export const EspAssociation = z.strictObject({
  /** 1 to 255 are reserved (RFC 4303, 2.1). */
  spi: z.int().min(256).max(0xffffffff),
  encryption: z.enum(keysOf(espEncryptionKeyBits)),
  'encryption-key': HexKey,
  /** None with aes-gcm, which authenticates by itself. */
  integrity: z.enum(keysOf(espIntegrityKeyBits)).optional(),
  'integrity-key': HexKey.optional(),
})
export type EspAssociation = z.infer<typeof EspAssociation>

export const EspLayer = z.strictObject({
  kind: z.literal('esp'),
  /** Addresses that ESP packets carry outside: ours, and the far end's. */
  local: AddressText,
  remote: AddressText,
  /** What is protected: packets between these, in both directions. */
  'local-networks': z.array(PrefixText).min(1).max(64),
  'remote-networks': z.array(PrefixText).min(1).max(64),
  /** From the far end to us. */
  in: EspAssociation,
  /** From us to the far end. */
  out: EspAssociation,
})
export type EspLayer = z.infer<typeof EspLayer>
