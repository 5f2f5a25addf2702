/** The payloads of a configuration profile, and the certificates and containers among them. */
import { certificatesIn } from '../core/certificate/pem.ts'
import { type Credentials, mostContainers, openPkcs12 } from './certificates.ts'
import { binaryOf, fromBase64, pemOf } from './der.ts'
import type { DraftBuilder } from './draft.ts'
import type { Leaf } from './structured.ts'
import { certificateFacts } from './x509.ts'

/** The leaves of one payload, by their path inside it. */
export type Payload = ReadonlyMap<string, Leaf>

export function payloadsOf(leaves: readonly Leaf[]): readonly Payload[] {
  const payloads = new Map<string, Map<string, Leaf>>()
  for (const leaf of leaves) {
    const [, index, path] = /^PayloadContent\.(\d+)\.(.+)$/s.exec(leaf.path) ?? []
    if (index === undefined || path === undefined) continue
    const payload = payloads.get(index) ?? new Map<string, Leaf>()
    payloads.set(index, payload.set(path, leaf))
  }
  return [...payloads.values()]
}

export const textAt = (payload: Payload, path: string): string | undefined => {
  const value = payload.get(path)?.value
  return typeof value === 'string' && value !== '' ? value : undefined
}

export const isOn = (payload: Payload, path: string) =>
  [1, true, '1', 'true'].includes(payload.get(path)?.value as never)

/** Certificates and containers by the identifier of their payload. */
export function readCertificates(payloads: readonly Payload[], taken: Set<Leaf>, draft: DraftBuilder) {
  const certificates: Credentials['certificates'][number][] = []
  const keys: Credentials['keys'][number][] = []
  let containers = 0
  for (const payload of payloads) {
    const type = textAt(payload, 'PayloadType') ?? ''
    const content = payload.get('PayloadContent')
    const name = textAt(payload, 'PayloadUUID') ?? textAt(payload, 'PayloadIdentifier') ?? 'certificate'
    if (!content || !(content.value instanceof Uint8Array)) continue
    if (!/^com\.apple\.security\.(pkcs12|root|pkcs1|pem)$/.test(type)) continue
    taken.add(content)
    if (type.endsWith('pkcs12')) {
      if (++containers > mostContainers) {
        draft.leaveOut('PKCS#12 container', content.from, `there are more than ${mostContainers}`)
        continue
      }
      const password = payload.get('Password')
      if (password) {
        taken.add(password)
        draft.understand(`Password of ${name}`, password.from)
      }
      const file = textAt(payload, 'PayloadCertificateFileName') ?? name
      const opened = openPkcs12(
        { name: file, bytes: content.value },
        name,
        textAt(payload, 'Password'),
        content.from,
        draft,
      )
      certificates.push(...opened.certificates)
      keys.push(...opened.keys)
      continue
    }
    const binary = binaryOf(content.value)
    const blocks = certificatesIn(binary).map((pem) => fromBase64(pem.replace(/-----[^-]+-----/g, '')) ?? '')
    for (const der of blocks.length > 0 ? blocks : [binary]) {
      const facts = certificateFacts(der)
      if (facts) certificates.push({ name, pem: pemOf('CERTIFICATE', der), facts, from: content.from })
      else draft.leaveOut(`${type} payload`, content.from, 'is no certificate that can be read')
    }
  }
  return { certificates, keys }
}
