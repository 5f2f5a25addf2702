/** Certificates as a person's own authority would make them, by the machine's openssl; nothing is kept after the run. */
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tool } from '../machine/outside.ts'
import { removeTemporary, temporaryFolder } from '../machine/temporary.ts'

export const keyKinds = ['rsa', 'ecdsa', 'ed25519'] as const
export type KeyKind = (typeof keyKinds)[number]

const newKey: Record<KeyKind, readonly string[]> = {
  rsa: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  ecdsa: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  ed25519: ['-algorithm', 'ED25519'],
}

export interface Issued {
  /** PEM. */
  readonly certificate: string
  /** PEM, PKCS#8, in clear. */
  readonly key: string
}

export interface Subject {
  readonly commonName: string
  /** As openssl writes them: "DNS:tunnel.my.domain", "email:client@my.domain". */
  readonly alternativeNames: readonly string[]
  readonly keyKind?: KeyKind
  /** Days from now; the certificate is valid between the two. */
  readonly validFrom?: number
  readonly validUntil?: number
  /** Where its revocation list is to be had, as a URI. */
  readonly revocationList?: string
}

export interface Authority extends Issued {
  issue(subject: Subject): Promise<Issued>
  /** An authority below this one. */
  intermediate(commonName: string): Promise<Authority>
  revoke(issued: Issued): Promise<void>
  /** The revocation list as of now, DER. */
  revocationList(): Promise<Buffer>
}

/** Makes authorities in a folder of its own, which `close` removes. */
export class Registry {
  readonly #folder: string
  private constructor(folder: string) {
    this.#folder = folder
  }
  static open(): Registry {
    return new Registry(temporaryFolder('certificates'))
  }
  close(): void {
    removeTemporary(this.#folder)
  }

  async authority(commonName: string, keyKind: KeyKind = 'rsa'): Promise<Authority> {
    const folder = await mkdtemp(join(this.#folder, 'authority-'))
    const key = await makeKey(folder, keyKind)
    const request = ['req', '-x509', '-new', '-key', key, '-subj', `/CN=${commonName}`, '-days', '3650']
    const extensions = ['basicConstraints=critical,CA:true', 'keyUsage=critical,keyCertSign,cRLSign']
    const out = join(folder, 'authority.pem')
    await tool('openssl', [...request, ...extensions.flatMap((line) => ['-addext', line]), '-out', out])
    return openAuthority(folder, key, keyKind)
  }
}

async function openAuthority(folder: string, keyFile: string, keyKind: KeyKind): Promise<Authority> {
  const certificateFile = join(folder, 'authority.pem')
  const config = join(folder, 'ca.conf')
  await writeFile(join(folder, 'index'), '')
  await writeFile(config, caConfig(folder, keyFile))
  const ca = (...args: string[]) => tool('openssl', ['ca', '-config', config, '-batch', ...args])

  const issueTo = async (into: string, subject: Subject, extensions: readonly string[]): Promise<string> => {
    const key = await makeKey(into, subject.keyKind ?? keyKind)
    const [request, extensionFile, out] = [join(into, 'request'), join(into, 'extensions'), join(into, 'authority.pem')]
    await tool('openssl', ['req', '-new', '-key', key, '-subj', `/CN=${subject.commonName}`, '-out', request])
    await writeFile(extensionFile, extensions.join('\n'))
    const validity = ['-startdate', day(subject.validFrom ?? -1), '-enddate', day(subject.validUntil ?? 365)]
    await ca('-notext', '-in', request, '-out', out, ...validity, '-extfile', extensionFile)
    return key
  }

  return {
    certificate: await readFile(certificateFile, 'utf8'),
    key: await readFile(keyFile, 'utf8'),
    async issue(subject) {
      const into = await mkdtemp(join(folder, 'issued-'))
      const key = await issueTo(into, subject, [
        'basicConstraints=CA:false',
        'keyUsage=digitalSignature,keyEncipherment',
        'extendedKeyUsage=serverAuth,clientAuth',
        `subjectAltName=${subject.alternativeNames.join(',')}`,
        ...(subject.revocationList ? [`crlDistributionPoints=URI:${subject.revocationList}`] : []),
      ])
      return {
        certificate: await readFile(join(into, 'authority.pem'), 'utf8'),
        key: await readFile(key, 'utf8'),
      }
    },
    async intermediate(commonName) {
      const into = join(folder, `intermediate-${randomBytes(4).toString('hex')}`)
      await mkdir(into)
      const extensions = ['basicConstraints=critical,CA:true,pathlen:0', 'keyUsage=critical,keyCertSign,cRLSign']
      const key = await issueTo(into, { commonName, alternativeNames: [] }, extensions)
      return openAuthority(into, key, keyKind)
    },
    async revoke(issued) {
      const file = join(folder, `revoked-${randomBytes(4).toString('hex')}`)
      await writeFile(file, issued.certificate)
      await ca('-revoke', file)
    },
    async revocationList() {
      const file = join(folder, 'list')
      await ca('-gencrl', '-crldays', '7', '-out', `${file}.pem`)
      await tool('openssl', ['crl', '-in', `${file}.pem`, '-outform', 'DER', '-out', `${file}.der`])
      return readFile(`${file}.der`)
    },
  }
}

async function makeKey(folder: string, kind: KeyKind): Promise<string> {
  const file = join(folder, 'key.pem')
  await tool('openssl', ['genpkey', ...newKey[kind], '-out', file])
  return file
}

/** The same key, behind a passphrase: PKCS#8, as people keep them. */
export async function encrypted(issued: Issued, passphrase: string): Promise<Issued> {
  const args = ['pkcs8', '-topk8', '-v2', 'aes-256-cbc', '-passout', `pass:${passphrase}`]
  const { stdout } = await tool('openssl', args, { input: issued.key })
  return { ...issued, key: stdout }
}

/** "20261121120000Z", so many days from now. */
function day(daysFromNow: number): string {
  const at = new Date(Date.now() + daysFromNow * 86_400_000)
  return `${at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`
}

function caConfig(folder: string, keyFile: string): string {
  return `
[ca]
default_ca = here
[here]
database = ${folder}/index
new_certs_dir = ${folder}
certificate = ${folder}/authority.pem
private_key = ${keyFile}
rand_serial = yes
default_md = default
default_crl_days = 7
unique_subject = no
policy = any
[any]
commonName = supplied
`
}
