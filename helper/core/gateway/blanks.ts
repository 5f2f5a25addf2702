/** Lists the blanks that can be in a text, and checks and puts in the values that a person gives for them. */
import { familyOf, parseAddress } from '../ip.ts'
import type { Blank, GatewayFile, GatewayText } from './text.ts'

/**
 * Says how the value of a blank must look. Each value stands in scripts and configuration files, so none may have a quote or a line
 * break.
 */
const forms = {
  interface: { fits: (text: string) => /^[A-Za-z0-9_][\w.-]{0,14}$/.test(text), says: 'must be a device name' },
  v4: { fits: (text: string) => isAddress(text, 4), says: 'must be an IPv4 address' },
  v6: { fits: (text: string) => isAddress(text, 6), says: 'must be an IPv6 address' },
  file: {
    fits: (text: string) => /^\/[\w.+@/-]+$/.test(text),
    says: 'must be the absolute path of a file, of letters, digits and . + @ - _',
  },
  key: { fits: (text: string) => /^0x([0-9a-fA-F]{2})*$/.test(text), says: 'must be a key in hexadecimal' },
  secret: {
    fits: (text: string) => /^[^\p{C}\u2028\u2029"'`\\$]+$/u.test(text),
    says: 'must be one line without quotes, backslashes and dollar signs',
  },
} as const
type Form = keyof typeof forms

const isAddress = (text: string, family: 4 | 6) => parseAddress(text) !== null && familyOf(text) === family

interface Row {
  readonly mark: string
  readonly means: string
  readonly example: string
  readonly form: Form
}

const table = {
  'outer-interface': {
    mark: 'its outer interface',
    means: 'the link by which the gateway reaches the internet, or the router in front',
    example: 'eth0',
    form: 'interface',
  },
  'gateway-v4': {
    mark: 'its own IPv4 address',
    means: 'the gateway’s IPv4 address at home, behind the router',
    example: '192.168.100.2',
    form: 'v4',
  },
  'gateway-v6': {
    mark: 'its own IPv6 address',
    means: 'the gateway’s IPv6 address at home: the router sends packets for the laptop there',
    example: '2001:db8::2',
    form: 'v6',
  },
  'router-interface': {
    mark: 'the outer interface of the router',
    means: 'the link by which the router in front reaches the internet',
    example: 'wan0',
    form: 'interface',
  },
  'laptop-v4': {
    mark: 'the IPv4 address of the laptop in ESP',
    means: 'the virtual address that the gateway hands out: a free one, in the same network as its own end',
    example: '192.168.101.1',
    form: 'v4',
  },
  'laptop-v6': {
    mark: 'the IPv6 address of the laptop in ESP',
    means: 'the virtual address that the gateway hands out: a free one of home’s',
    example: 'fd12:3456:789a:3::1',
    form: 'v6',
  },
  'tunnel-address': {
    mark: 'its address in the tunnel',
    means: 'an IPv6 address for the gateway, in the network that the laptop has its own address in',
    example: '2001:db8:abba:1000::1',
    form: 'v6',
  },
  'certificate-file': {
    mark: 'the file of its certificate',
    means: 'the gateway’s certificate as PEM, on the gateway',
    example: '/etc/ssl/certs/gateway.pem',
    form: 'file',
  },
  'key-file': {
    mark: 'the file of its private key',
    means: 'the gateway’s private key, on the gateway',
    example: '/etc/ssl/private/gateway.key',
    form: 'file',
  },
  'static-key-file': {
    mark: 'the file of the static key',
    means: 'the key that both ends share, as the laptop has it',
    example: '/etc/openvpn/server/static.key',
    form: 'file',
  },
  'handshake-key-file': {
    mark: 'the file of the key that hides the handshake',
    means: 'the key of tls-auth, tls-crypt or tls-crypt-v2, on the gateway',
    example: '/etc/openvpn/server/handshake.key',
    form: 'file',
  },
  'laptop-secret': {
    mark: 'the secret of the laptop',
    means: 'the key or password that the laptop’s profile has',
    example: 'correct horse battery staple',
    form: 'secret',
  },
  'encryption-key-to-laptop': {
    mark: 'the encryption key to the laptop',
    means: 'encryption-key of [layer.in] in the laptop’s profile',
    example: '0x00112233445566778899aabbccddeeff',
    form: 'key',
  },
  'integrity-key-to-laptop': {
    mark: 'the integrity key to the laptop',
    means: 'integrity-key of [layer.in] in the laptop’s profile',
    example: '0x00112233445566778899aabbccddeeff',
    form: 'key',
  },
  'encryption-key-from-laptop': {
    mark: 'the encryption key from the laptop',
    means: 'encryption-key of [layer.out] in the laptop’s profile',
    example: '0xffeeddccbbaa99887766554433221100',
    form: 'key',
  },
  'integrity-key-from-laptop': {
    mark: 'the integrity key from the laptop',
    means: 'integrity-key of [layer.out] in the laptop’s profile',
    example: '0xffeeddccbbaa99887766554433221100',
    form: 'key',
  },
} as const satisfies Readonly<Record<string, Row>>
export type BlankName = keyof typeof table

const rows: readonly (readonly [string, Row])[] = Object.entries(table)
const marked = (mark: string) => `<<${mark}>>`

/** Writes the mark that stands for a value in a file. */
export const blank = (name: BlankName): string => marked(table[name].mark)

/** Finds the blanks that are in files, in the order of the table. */
export const blanksIn = (files: readonly GatewayFile[]): readonly Blank[] =>
  rows
    .filter(([, { mark }]) => files.some(({ content }) => content.includes(marked(mark))))
    .map(([name, { mark, means, example, form }]) => ({
      name,
      mark,
      means,
      example,
      secret: form === 'secret' || form === 'key',
    }))

/** Says which value cannot be put in, and why. */
export interface BlankFault {
  readonly name: string
  readonly what: string
}

export type Filled =
  | { readonly ok: true; readonly text: GatewayText }
  | { readonly ok: false; readonly faults: readonly BlankFault[] }

/** Puts values in for blanks. A value for a name that no text knows, or of another form, is refused, and nothing is put in. */
export function fill(text: GatewayText, values: Readonly<Record<string, string>>): Filled {
  const faults = Object.entries(values).flatMap(([name, value]) => faultOf(name, value))
  if (faults.length > 0) return { ok: false, faults }
  const files = text.files.map((file) => filled(file, values))
  return { ok: true, text: { ...text, files, blanks: blanksIn(files) } }
}

function faultOf(name: string, value: string): BlankFault[] {
  const row = rows.find(([known]) => known === name)?.[1]
  if (!row)
    return [{ name, what: `there is no blank of that name; there are ${rows.map(([known]) => known).join(', ')}` }]
  const { fits, says } = forms[row.form]
  return fits(value) ? [] : [{ name, what: says }]
}

function filled(file: GatewayFile, values: Readonly<Record<string, string>>): GatewayFile {
  let { content, secret } = file
  for (const [name, { mark, form }] of rows) {
    const value = values[name]
    if (value === undefined || !content.includes(marked(mark))) continue
    content = content.replaceAll(marked(mark), () => value)
    secret ||= form === 'secret' || form === 'key'
  }
  return { ...file, content, secret }
}
