/** PEM (RFC 7468) as text: its blocks, and what their labels say. Nothing is decoded here. */

export interface PemBlock {
  readonly label: string
  /** With its BEGIN and END lines, as it is handed to charon. */
  readonly text: string
}

/** Nothing between the lines looks like one of them: then a thousand beginnings without an end cost no more than one. */
const block = /-----BEGIN ([A-Z0-9 ]+)-----[^-]*(?:-(?!----)[^-]*)*-----END \1-----/g

export const pemBlocks = (text: string): readonly PemBlock[] =>
  [...text.matchAll(block)].map(([match, label = '']) => ({ label, text: `${match}\n` }))

const labelled = (text: string, labels: readonly string[]) =>
  pemBlocks(text)
    .filter(({ label }) => labels.includes(label))
    .map((found) => found.text)

/** The end entity first, then what stands between it and its root. */
export const certificatesIn = (text: string): readonly string[] =>
  labelled(text, ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'])

export const revocationListsIn = (text: string): readonly string[] => labelled(text, ['X509 CRL'])

/** PKCS#8 says so in its label, OpenSSL's older form in a header line. */
export const isEncryptedKey = (text: string): boolean =>
  text.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----') || /^Proc-Type: 4,ENCRYPTED/m.test(text)
