/** What proves who is who, out of the files that OpenVPN's directives name, their inline blocks, or answers. */
import * as v from 'valibot'
import { PemText, Secret, Text } from '../../contract/text.ts'
import { certificatesIn, pemBlocks } from '../../core/certificate/pem.ts'
import { baseName, openPkcs12 } from '../certificates.ts'
import { fromBase64 } from '../der.ts'
import { type DraftBuilder, fitting } from '../draft.ts'
import { fileNamed } from '../given-file.ts'
import type { SourceFile } from '../importer.ts'
import type { Directive } from './config-text.ts'
import type { Settings } from './settings.ts'

export type Certificates = Record<string, { pem: string; key?: string }>

export interface Given {
  readonly name: string
  readonly settings: Settings
  readonly files: readonly SourceFile[]
  /** Files that are read already. */
  readonly used: Set<string>
  readonly draft: DraftBuilder
}

/** `# 2048 bit OpenVPN static key`, lines of hexadecimal between its BEGIN and END. */
const staticKey = /-----BEGIN OpenVPN Static key V1-----\s[0-9a-fA-F\s]{512,2048}-----END OpenVPN Static key V1-----/
const clientKey =
  /-----BEGIN OpenVPN tls-crypt-v2 client key-----\s[A-Za-z0-9+/=\s]{64,8192}-----END OpenVPN tls-crypt-v2 client key-----/

interface Content {
  readonly text: string | null
  readonly bytes: Uint8Array
  readonly file: string
}

function contentOf({ files, used }: Given, directive: Directive | undefined): Content | undefined {
  if (!directive) return undefined
  if (directive.inline !== null)
    return { text: directive.inline, bytes: new Uint8Array(), file: `${directive.from.file} <${directive.name}>` }
  const found = fileNamed(files, directive.args[0] ?? '')
  if (!found) return undefined
  used.add(found.name)
  return { text: found.text, bytes: found.bytes, file: found.name }
}

interface Wanted {
  readonly id: string
  readonly kind: 'certificate' | 'key'
  readonly what: string
  /** The part of a file that is the thing itself; undefined where it is not in it. */
  readonly find: (text: string) => string | undefined
}

const privateKeyIn = (text: string) => pemBlocks(text).find(({ label }) => label.endsWith('PRIVATE KEY'))?.text
const certificatesOf = (text: string) => {
  const found = certificatesIn(text)
  return found.length > 0 ? found.join('') : undefined
}
const matching = (form: RegExp) => (text: string) => {
  const found = form.exec(text)?.[0]
  return found === undefined ? undefined : `${found}\n`
}

const wanted = {
  ca: {
    id: 'authority',
    kind: 'certificate',
    what: 'The certificate of the authority that signed the gateway’s',
    find: certificatesOf,
  },
  cert: { id: 'certificate', kind: 'certificate', what: 'This laptop’s certificate', find: certificatesOf },
  key: { id: 'key', kind: 'key', what: 'The private key of this laptop’s certificate', find: privateKeyIn },
  secret: { id: 'static-key', kind: 'key', what: 'The static key that both ends share', find: matching(staticKey) },
  'tls-auth': { id: 'tls-auth', kind: 'key', what: 'The key that signs the handshake', find: matching(staticKey) },
  'tls-crypt': { id: 'tls-crypt', kind: 'key', what: 'The key that hides the handshake', find: matching(staticKey) },
  'tls-crypt-v2': {
    id: 'tls-crypt-v2',
    kind: 'key',
    what: 'This laptop’s key that hides the handshake',
    find: matching(clientKey),
  },
} as const satisfies Record<string, Wanted>

/** In the file that is named, or asked for. */
export function materialOf(given: Given, name: keyof typeof wanted): string | undefined {
  const { settings, draft } = given
  const directive = settings.material.get(name)
  const content = contentOf(given, directive)
  const { find, ...question } = wanted[name]
  const found = content?.text == null ? undefined : find(content.text)
  if (v.is(PemText, found)) return found
  const file = directive?.args[0]
  const why = content
    ? `${baseName(content.file)} holds none.`
    : file === undefined
      ? 'No file says it.'
      : `${baseName(file)} is not among the files.`
  const answer = draft.ask({ ...question, why, from: directive?.from ?? null }, (text) =>
    find(text) === undefined ? 'holds none' : null,
  )
  return answer === undefined ? undefined : find(answer)
}

export function certificatesFrom(given: Given): {
  readonly certificates: Certificates
  readonly authorities: string[]
  readonly own: boolean
} {
  const { settings, draft } = given
  const certificates: Certificates = {}
  const authorities: string[] = []
  const trust = (pems: readonly string[]) => {
    for (const pem of pems.slice(0, 16)) {
      const name = authorities.length === 0 ? 'ca' : `ca-${authorities.length + 1}`
      certificates[name] = { pem }
      authorities.push(name)
    }
  }
  const container = settings.material.get('pkcs12') ?? containerIn(given)
  const opened = container && openContainer(given, container)
  // Everything may be in it.
  if (container && !opened && draft.awaits('passphrase')) return { certificates, authorities, own: false }
  if (opened) {
    const [own, ...others] = opened.certificates
    const [key] = opened.keys
    // openPkcs12 gives the key's owner first; authorities are those that may sign.
    if (own && key) {
      const between = others.filter(({ facts }) => facts.authority && !facts.selfIssued)
      certificates.laptop = { pem: [own, ...between].map(({ pem }) => pem).join(''), key: key.pem }
    } else draft.leaveOut(container.text, container.from, 'holds no certificate with its key')
    if (!settings.material.has('ca') || settings.material.get('ca')?.args[0] === container.args[0])
      trust(others.filter(({ facts }) => facts.authority).map(({ pem }) => pem))
  }
  if (authorities.length === 0) trust(certificatesIn(materialOf(given, 'ca') ?? ''))
  const named = container !== undefined || ['cert', 'key'].some((name) => settings.material.has(name))
  if (!certificates.laptop && (named || settings.userPassword === undefined)) {
    const pem = materialOf(given, 'cert')
    const key = materialOf(given, 'key')
    const extra = contentOf(given, settings.material.get('extra-certs'))?.text ?? ''
    if (pem !== undefined && key !== undefined) certificates.laptop = { pem: pem + certificatesIn(extra).join(''), key }
  }
  return { certificates, authorities, own: certificates.laptop !== undefined }
}

/** NetworkManager names one container as certificate, key and authority alike. */
function containerIn(given: Given): Directive | undefined {
  const cert = given.settings.material.get('cert')
  const content = cert?.inline === null ? fileNamed(given.files, cert.args[0] ?? '') : undefined
  return content && content.text === null ? cert : undefined
}

function openContainer(given: Given, directive: Directive) {
  const content = contentOf(given, directive)
  if (!content) {
    given.draft.leaveOut(directive.text, directive.from, 'is not among the files')
    return undefined
  }
  const decoded = directive.inline === null ? null : fromBase64(directive.inline)
  const bytes = decoded === null ? content.bytes : Uint8Array.from(decoded, (char) => char.charCodeAt(0))
  const name = directive.inline === null ? content.file : 'pkcs12'
  const opened = openPkcs12({ name, bytes }, name, undefined, directive.from, given.draft)
  return opened.certificates.length > 0 ? opened : undefined
}

export function accountOf(given: Given): { username?: string; password?: string } {
  const { settings, draft } = given
  if (!settings.userPassword) return {}
  const lines = (contentOf(given, settings.userPassword)?.text ?? '').split('\n')
  const { from } = settings.userPassword
  const username =
    settings.username ??
    fitting(Text, lines[0]?.trim()) ??
    draft.ask({
      id: 'username',
      kind: 'text',
      what: 'The user name at the gateway',
      why: 'The gateway asks for it.',
      from,
    })
  const password =
    settings.password ??
    fitting(Secret, lines[1]?.replace(/\r$/, '')) ??
    draft.ask({
      id: 'password',
      kind: 'secret',
      what: 'The password at the gateway',
      why: 'The gateway asks for it.',
      from,
    })
  return { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) }
}
