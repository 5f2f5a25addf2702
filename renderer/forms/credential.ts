/** Reads a certificate with its chain, and a private key, out of one PEM text; each is left out where it is not in it. */
export interface Credential {
  readonly pem?: string
  readonly key?: string
}

const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----/g

export function credentialIn(text: string): Credential {
  const blocks = [...text.matchAll(block)].map(([whole, label = '']) => ({ whole, label }))
  const certificates = blocks.filter(({ label }) => label.endsWith('CERTIFICATE'))
  const key = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'))
  return {
    ...(certificates.length > 0 && { pem: `${certificates.map(({ whole }) => whole).join('\n')}\n` }),
    ...(key && { key: `${key.whole}\n` }),
  }
}
