/**
 * PKCS#12 (RFC 7292): certificates and a key in one container, mostly under a passphrase. Pure. Reads what people have:
 * PBES2 (RFC 8018) as OpenSSL 3 and newer write it, and the older 3DES and RC2; containers without any encryption too.
 */
import forge from 'node-forge/lib/index.js'
import { type Asn1, binaryOf, contentOf, derOf, integerOf, isTag, oidOf, parseDer, partsOf, pemOf, tag } from './der.ts'
import { type CertificateFacts, certificateFacts, chainFrom, fits, type KeyFacts, keyFacts } from './x509.ts'

export type Pkcs12 =
  | {
      readonly ok: true
      /** PEM. Of the key's owner first, then who signed it; without a key, as they stand in the container. */
      readonly chain: readonly string[]
      /** All others, which are authorities mostly. */
      readonly others: readonly string[]
      /** PKCS#8 as PEM, not encrypted; null where there is none. */
      readonly key: string | null
    }
  | { readonly ok: false; readonly code: 'wrong-passphrase' | 'damaged' | 'unsupported'; readonly what: string }

/** RFC 7292 appendices B to D, RFC 5652. */
const oid = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  safeContentsBag: '1.2.840.113549.1.12.10.1.6',
  x509: '1.2.840.113549.1.9.22.1',
  pbkdf2: '1.2.840.113549.1.5.12',
} as const

const ciphers: Readonly<Record<string, 'pbes2' | 'pkcs12'>> = {
  '1.2.840.113549.1.5.13': 'pbes2',
  '1.2.840.113549.1.12.1.3': 'pkcs12',
  '1.2.840.113549.1.12.1.6': 'pkcs12',
}

const digests: Readonly<Record<string, 'sha1' | 'sha256' | 'sha384' | 'sha512'>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/**
 * Rounds of hashing for a whole container: OpenSSL writes 2048 a key, Windows 2000, NSS 600,000. They are the file's to
 * choose, so they must have an end.
 */
const mostRounds = 2_000_000
const mostBags = 64
const mostNesting = 4

type Failure = Extract<Pkcs12, { ok: false }>

interface Reading {
  readonly passphrase: string
  rounds: number
  readonly certificates: { readonly der: string; readonly facts: CertificateFacts }[]
  readonly keys: { readonly der: string; readonly facts: KeyFacts }[]
  bags: number
  /** The first thing that was wrong; what follows it is not read. */
  failure: Failure | null
}

const fail = (reading: Reading, code: Failure['code'], what: string): null => {
  reading.failure ??= { ok: false, code, what }
  return null
}

const mayHash = (reading: Reading, rounds: number | null): boolean => {
  if (rounds === null || rounds < 1) return fail(reading, 'damaged', 'a count of rounds is no number') !== null
  reading.rounds += rounds
  return (
    reading.rounds <= mostRounds ||
    fail(reading, 'unsupported', 'it wants more rounds of hashing than is sane') !== null
  )
}

/** PBKDF2-params or pkcs-12PbeParams: a salt, then the count. */
const roundsOf = (kind: 'pbes2' | 'pkcs12', parameters: Asn1 | undefined): number | null => {
  if (kind === 'pkcs12') return integerOf(partsOf(parameters)[1])
  const [derivation, more] = partsOf(partsOf(parameters)[0])
  return oidOf(derivation) === oid.pbkdf2 ? integerOf(partsOf(more)[1]) : null
}

function decrypt(reading: Reading, algorithm: Asn1 | undefined, encrypted: string): string | null {
  const [name, parameters] = partsOf(algorithm)
  const kind = ciphers[oidOf(name) ?? '']
  if (!kind || !parameters)
    return fail(reading, 'unsupported', `it is encrypted in a way (${oidOf(name)}) that is not known here`)
  if (!mayHash(reading, roundsOf(kind, parameters))) return null
  // PBKDF2 takes bytes, PKCS#12's own derivation takes characters (RFC 7292, B.1).
  const password = kind === 'pbes2' ? forge.util.encodeUtf8(reading.passphrase) : reading.passphrase
  try {
    const cipher = forge.pki.pbe.getCipher(oidOf(name) ?? '', parameters, password)
    cipher.update(forge.util.createBuffer(encrypted))
    return cipher.finish()
      ? cipher.output.getBytes()
      : fail(reading, 'wrong-passphrase', 'the passphrase does not open it')
  } catch {
    return fail(reading, 'unsupported', 'it is encrypted with a cipher or digest that is not known here')
  }
}

function readBag(reading: Reading, bag: Asn1, depth: number): void {
  const [kind, wrapped] = partsOf(bag)
  const [value] = partsOf(wrapped)
  if (++reading.bags > mostBags || depth > mostNesting) {
    fail(reading, 'unsupported', 'there is more in it than is sane')
    return
  }
  const type = oidOf(kind)
  if (type === oid.safeContentsBag) {
    for (const inner of partsOf(value)) readBag(reading, inner, depth + 1)
  } else if (type === oid.certificateBag) {
    const [form, held] = partsOf(value)
    const der = oidOf(form) === oid.x509 ? contentOf(partsOf(held)[0]) : ''
    const facts = certificateFacts(der)
    if (facts) reading.certificates.push({ der, facts })
  } else if (value && (type === oid.keyBag || type === oid.shroudedKeyBag)) {
    const [algorithm, encrypted] = partsOf(value)
    const der = type === oid.keyBag ? derOf(value) : decrypt(reading, algorithm, contentOf(encrypted))
    const facts = der === null ? null : keyFacts(der)
    if (der !== null && facts?.label === 'PRIVATE KEY') reading.keys.push({ der, facts })
  }
}

/** One ContentInfo of the AuthenticatedSafe: bags in clear, or encrypted. */
function readContent(reading: Reading, info: Asn1): void {
  const [kind, wrapped] = partsOf(info)
  const [content] = partsOf(wrapped)
  let bytes: string | null = null
  if (oidOf(kind) === oid.data) bytes = contentOf(content)
  else if (oidOf(kind) === oid.encryptedData) {
    const [, algorithm, encrypted] = partsOf(partsOf(content)[1])
    bytes = decrypt(reading, algorithm, contentOf(encrypted))
  } else fail(reading, 'unsupported', 'it is encrypted for a public key')
  if (bytes === null || reading.failure) return
  const bags = parseDer(bytes, true)
  if (!isTag(bags ?? undefined, tag.sequence)) {
    fail(reading, 'wrong-passphrase', 'the passphrase does not open it')
    return
  }
  for (const bag of partsOf(bags ?? undefined)) if (!reading.failure) readBag(reading, bag, 0)
}

/** MacData: whether passphrase and content belong together. A container without one is read as it is. */
function verifyMac(reading: Reading, macData: Asn1 | undefined, content: string): void {
  if (!macData) return
  const [info, salt, count] = partsOf(macData)
  const [algorithm, expected] = partsOf(info)
  const name = digests[oidOf(partsOf(algorithm)[0]) ?? '']
  if (!name) {
    fail(reading, 'unsupported', 'its integrity is checked in a way that is not known here')
    return
  }
  if (!mayHash(reading, count === undefined ? 1 : integerOf(count))) return
  const md = forge.md[name].create()
  // 3: the purpose "integrity" (RFC 7292, B.3)
  const key = forge.pkcs12.generateKey(
    reading.passphrase,
    forge.util.createBuffer(contentOf(salt)),
    3,
    count === undefined ? 1 : (integerOf(count) ?? 1),
    md.digestLength,
    md,
  )
  const hmac = forge.hmac.create()
  hmac.start(forge.md[name].create(), key)
  hmac.update(content)
  if (hmac.digest().getBytes() !== contentOf(expected))
    fail(reading, 'wrong-passphrase', 'the passphrase does not open it')
}

/** PFX: version 3 and a ContentInfo. */
function pfxOf(bytes: Uint8Array): readonly Asn1[] | null {
  if (bytes[0] !== 0x30) return null
  const parts = partsOf(parseDer(binaryOf(bytes), true) ?? undefined)
  return integerOf(parts[0]) === 3 && oidOf(partsOf(parts[1])[0]) === oid.data ? parts : null
}

export const isPkcs12 = (bytes: Uint8Array): boolean => pfxOf(bytes) !== null

/** `passphrase` "" also opens a container that has none. */
export function readPkcs12(bytes: Uint8Array, passphrase: string): Pkcs12 {
  const [, safe, macData] = pfxOf(bytes) ?? []
  if (!safe) return { ok: false, code: 'damaged', what: 'it is no PKCS#12 container' }
  const reading: Reading = { passphrase, rounds: 0, certificates: [], keys: [], bags: 0, failure: null }
  const content = contentOf(partsOf(partsOf(safe)[1])[0])
  verifyMac(reading, macData, content)
  for (const info of partsOf(parseDer(content, true) ?? undefined)) if (!reading.failure) readContent(reading, info)
  if (reading.failure) return reading.failure
  const { certificates, keys } = reading
  if (certificates.length === 0 && keys.length === 0)
    return { ok: false, code: 'damaged', what: 'there is neither a certificate nor a key in it' }

  const [key] = keys
  const plain = certificates.filter(({ facts }) => !facts.authority)
  const entity =
    (key && certificates.find(({ facts }) => fits(key.facts, facts))) ??
    (key ? (plain[0] ?? certificates[0]) : undefined)
  const chain = entity ? chainFrom(entity, certificates) : certificates
  const pem = ({ der }: { readonly der: string }) => pemOf('CERTIFICATE', der)
  return {
    ok: true,
    chain: chain.map(pem),
    others: certificates.filter((one) => !chain.includes(one)).map(pem),
    key: key ? pemOf('PRIVATE KEY', key.der) : null,
  }
}
