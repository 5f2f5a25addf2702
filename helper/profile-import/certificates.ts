/**
 * Certificates, keys and revocation lists among the given files, whatever the files are called: PEM, DER and PKCS#12 are
 * told by content. Configurations refer to them by path; here only the last part of a path counts.
 */
import type { Origin } from '../contract/import.ts'
import { isEncryptedKey, pemBlocks } from '../core/certificate/pem.ts'
import { binaryOf, fromBase64, pemOf } from './der.ts'
import type { DraftBuilder } from './draft.ts'
import type { SourceFile } from './importer.ts'
import { isPkcs12, readPkcs12 } from './pkcs12.ts'
import { type CertificateFacts, certificateFacts, isRevocationList, type KeyFacts, keyFacts } from './x509.ts'

export interface FoundCertificate {
  /** What a configuration calls it: the last part of a path, or an identifier inside the file. */
  readonly name: string
  readonly pem: string
  readonly facts: CertificateFacts
  readonly from: Origin
}

export interface FoundKey {
  readonly name: string
  readonly pem: string
  /** Null for PEM's older encryption, which hides even the kind of key. */
  readonly facts: KeyFacts | null
  readonly encrypted: boolean
  readonly from: Origin
}

export interface Credentials {
  readonly certificates: readonly FoundCertificate[]
  readonly keys: readonly FoundKey[]
  readonly revocationLists: readonly { readonly pem: string; readonly from: Origin }[]
  /** Those that held something, or should have. */
  readonly files: ReadonlySet<string>
}

/** "/etc/ipsec.d/certs/client.pem" is "client.pem". */
export const baseName = (path: string): string => path.split(/[/\\]/).at(-1) ?? path

/** "client.pem" and "client.key" are both "client". */
export const stemOf = (path: string): string => baseName(path).replace(/\.[^.]*$/, '')

/** More files than anyone's configuration has, and no day's work to look through. */
const mostFound = 256

/** Opening one is slow on purpose, and the file says how slow. */
export const mostContainers = 8

interface Found {
  readonly certificates: FoundCertificate[]
  readonly keys: FoundKey[]
  readonly revocationLists: { pem: string; from: Origin }[]
}

const count = ({ certificates, keys, revocationLists }: Found) =>
  certificates.length + keys.length + revocationLists.length

function addDer(found: Found, der: string, name: string, from: Origin): boolean {
  const certificate = certificateFacts(der)
  if (certificate) {
    found.certificates.push({ name, pem: pemOf('CERTIFICATE', der), facts: certificate, from })
    return true
  }
  const key = keyFacts(der)
  if (key) {
    const encrypted = key.label === 'ENCRYPTED PRIVATE KEY'
    found.keys.push({ name, pem: pemOf(key.label, der), facts: key, encrypted, from })
    return true
  }
  if (!isRevocationList(der)) return false
  found.revocationLists.push({ pem: pemOf('X509 CRL', der), from })
  return true
}

/** The blocks of a PEM text; those that are none of ours are left out by name. */
function addPem(found: Found, text: string, name: string, file: string, draft: DraftBuilder): void {
  let at = 0
  let line = 1
  for (const block of pemBlocks(text)) {
    const start = text.indexOf(block.text.trimEnd(), at)
    line += text.slice(at, start).split('\n').length - 1
    at = start
    const from = { file, line }
    const legacy = isEncryptedKey(block.text) && block.label !== 'ENCRYPTED PRIVATE KEY'
    if (count(found) >= mostFound) draft.leaveOut(block.label, from, 'there are too many')
    else if (legacy) found.keys.push({ name, pem: block.text, facts: null, encrypted: true, from })
    else {
      const der = fromBase64(block.text.replace(/-----[^-]+-----/g, ''))
      if (der === null || !addDer(found, der, name, from))
        draft.leaveOut(block.label, from, 'is no certificate, private key or revocation list that can be read')
    }
  }
}

const askPassphrase = (file: string) =>
  ({
    id: `passphrase:${file}`.slice(0, 128),
    kind: 'passphrase',
    what: `The passphrase of ${baseName(file)}`,
    why: 'It holds the certificate and its key, encrypted. The passphrase is used once and not kept.',
    from: { file, line: null },
  }) as const

/** `passphrase`: what a configuration says of it. Otherwise none is tried, then the answer, then it is asked for. */
export function openPkcs12(
  { name: file, bytes }: Pick<SourceFile, 'name' | 'bytes'>,
  name: string,
  passphrase: string | undefined,
  from: Origin,
  draft: DraftBuilder,
): Found {
  const found: Found = { certificates: [], keys: [], revocationLists: [] }
  let opened = readPkcs12(bytes, passphrase ?? '')
  const wrong = !opened.ok && opened.code === 'wrong-passphrase'
  if (wrong)
    draft.ask(askPassphrase(file), (answer) => {
      opened = readPkcs12(bytes, answer)
      return opened.ok ? null : 'does not open it'
    })
  if (opened.ok) {
    const pem = [...opened.chain, ...opened.others, opened.key ?? ''].join('')
    addPem(found, pem, name, file, draft)
    return {
      certificates: found.certificates.map((one) => ({ ...one, from })),
      keys: found.keys.map((one) => ({ ...one, from })),
      revocationLists: [],
    }
  }
  if (opened.code !== 'wrong-passphrase') draft.leaveOut('PKCS#12 container', from, `cannot be read: ${opened.what}`)
  return found
}

/** PEM that a person gave as an answer. */
export function credentialsInAnswer(pem: string, id: string, draft: DraftBuilder): Credentials {
  const found: Found = { certificates: [], keys: [], revocationLists: [] }
  addPem(found, pem, id, `answer “${id}”`, draft)
  return { ...found, files: new Set() }
}

/** `files`: without the configuration itself, in which nothing is looked for. */
export function readCredentials(
  files: readonly SourceFile[],
  draft: DraftBuilder,
  passphraseFor: (file: string) => string | undefined = () => undefined,
): Credentials {
  const found: Found = { certificates: [], keys: [], revocationLists: [] }
  const taken = new Set<string>()
  let containers = 0
  for (const file of files) {
    const name = baseName(file.name)
    if (file.text !== null && /^-----BEGIN /m.test(file.text)) {
      addPem(found, file.text, name, file.name, draft)
      taken.add(file.name)
    } else if (file.bytes[0] === 0x30 && count(found) < mostFound) {
      const from = { file: file.name, line: null }
      if (isPkcs12(file.bytes)) {
        taken.add(file.name)
        if (++containers > mostContainers) {
          draft.leaveOut('PKCS#12 container', from, `there are more than ${mostContainers}`)
          continue
        }
        const opened = openPkcs12(file, name, passphraseFor(file.name), from, draft)
        found.certificates.push(...opened.certificates)
        found.keys.push(...opened.keys)
      } else if (addDer(found, binaryOf(file.bytes), name, from)) taken.add(file.name)
    }
  }
  return { ...found, files: taken }
}

/** Those that a reference means, by the last part of its path. */
export const named = <One extends { readonly name: string }>(all: readonly One[], reference: string): readonly One[] =>
  all.filter(({ name }) => name === baseName(reference))
