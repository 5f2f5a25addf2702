/** An encrypted private key says itself how much work its decryption takes (PKCS#8, RFC 5958; PBES2, RFC 8018; scrypt, RFC 7914). This module reads that. */
import { type Asn1, fromBase64, integerOf, oidOf, parseDer, partsOf } from './der.ts'

const pbes2 = '1.2.840.113549.1.5.13'
const pbkdf2 = '1.2.840.113549.1.5.12'
const scrypt = '1.3.6.1.4.1.11591.4.11'

/** OpenSSL writes 2048, password managers up to 650,000; five million take a laptop of 2015 three seconds. */
const mostRounds = 5_000_000
/** 128·N·r bytes (RFC 7914, 5); OpenSSL's own limit is 32 MiB (EVP_PBE_scrypt(3)), and one lane takes 0.1 s for that. */
const mostMemory = 32 * 1024 * 1024
const mostLanes = 16

const isWithin = (number: number | null, most: number) => number !== null && number <= most

function isSane(parameters: Asn1 | undefined): boolean {
  const [derivation] = partsOf(parameters)
  const [name, values] = partsOf(derivation)
  if (oidOf(name) === pbkdf2) return isWithin(integerOf(partsOf(values)[1]), mostRounds)
  if (oidOf(name) !== scrypt) return true
  const [, cost, block, lanes] = partsOf(values).map(integerOf)
  const memory = cost === null || block === null ? null : 128 * (cost ?? 0) * (block ?? 0)
  return isWithin(memory, mostMemory) && isWithin(lanes ?? null, mostLanes)
}

/** False where decryption would take longer, or more memory, than any honest key wants. True for a text that is no such key. */
export function opensInTime(pem: string): boolean {
  const body = /-----BEGIN ENCRYPTED PRIVATE KEY-----([A-Za-z0-9+/=\s]*)-----END/.exec(pem)?.[1]
  // OpenSSL's older encryption hashes once.
  if (body === undefined) return true
  const [algorithm] = partsOf(parseDer(fromBase64(body) ?? '') ?? undefined)
  const [name, parameters] = partsOf(algorithm)
  if (oidOf(name) === pbes2) return isSane(parameters)
  // PBES1 and PKCS#12's own: a salt and a count. Without them nothing is opened.
  const [, count] = partsOf(parameters)
  return count === undefined || isWithin(integerOf(count), mostRounds)
}
