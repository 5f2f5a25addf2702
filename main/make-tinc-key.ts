import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'

/** As strong as the 128 bits of what tinc encrypts with (NIST SP 800-57, table 2). */
const modulusLength = 3072

/** An RSA private key in PKCS#1, as tinc 1.0 itself writes it. */
export async function makeTincKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength })
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
}
