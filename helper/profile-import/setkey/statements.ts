/** What setkey(8)'s statements mean for a profile: associations and policies of ESP with typed parts. */
import { type EspAssociation, espEncryptionKeyBits, espIntegrityKeyBits } from '../../contract/layer/esp.ts'
import { network, parseAddress, parsePrefix } from '../../core/ip.ts'
import { entryIn } from '../draft.ts'
import { commands, type Statement, type Token } from './grammar.ts'

export interface Association {
  readonly kind: 'association'
  readonly source: string
  readonly destination: string
  readonly esp: EspAssociation
}

/** `tunnel` is null where the rule is not there. */
export interface Policy {
  readonly kind: 'policy'
  readonly direction: 'in' | 'out'
  readonly source: string
  readonly destination: string
  readonly tunnel: { readonly source: string; readonly destination: string } | null
}

export type Meaning = Association | Policy | { readonly kind: 'none'; readonly why: string }

const none = (why: string): Meaning => ({ kind: 'none', why })

/** setkey's names (setkey(8), "Algorithms"), in a profile's. */
const encryptions: Readonly<Record<string, EspAssociation['encryption']>> = {
  'aes-cbc': 'aes-cbc',
  'rijndael-cbc': 'aes-cbc',
  '3des-cbc': '3des-cbc',
  'aes-ctr': 'aes-ctr',
  'aes-gcm-16': 'aes-gcm',
  null: 'null',
}
const integrities: Readonly<Record<string, EspAssociation['integrity']>> = {
  'hmac-md5': 'hmac-md5',
  'hmac-sha1': 'hmac-sha1',
  'hmac-sha256': 'hmac-sha2-256',
  'hmac-sha2-256': 'hmac-sha2-256',
  'hmac-sha384': 'hmac-sha2-384',
  'hmac-sha2-384': 'hmac-sha2-384',
  'hmac-sha512': 'hmac-sha2-512',
  'hmac-sha2-512': 'hmac-sha2-512',
}

/** Hexadecimal, or the characters between quotes. */
function keyOf(token: Token | undefined): string | null {
  if (token === undefined) return null
  if (token.quoted) {
    const bytes = [...token.text].map((char) => char.charCodeAt(0))
    return bytes.every((byte) => byte < 128)
      ? `0x${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
      : null
  }
  return /^0x([0-9a-f]{2})+$/i.test(token.text) ? token.text.toLowerCase() : null
}

const bitsOf = (key: string) => (key.length - 2) * 4

function numberOf(text: string): number {
  return /^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text) ? Number(text) : Number.NaN
}

/** `add [-46n] src dst esp spi [-m mode] [-u id] … -E algorithm key [-A algorithm key]` */
function associationOf(all: readonly Token[]): Meaning {
  const words = all.filter(({ text }, at) => at === 0 || !/^-[46n]+$/.test(text))
  const [, from, to, protocol, spiText] = words
  const source = parseAddress(from?.text ?? '')?.address
  const destination = parseAddress(to?.text ?? '')?.address
  if (source === undefined || destination === undefined)
    return none(`“${(source === undefined ? from : to)?.text ?? ''}” is no address`)
  if (protocol?.text !== 'esp') return none('is not ESP (RFC 4303), which alone is used here')
  const spi = numberOf(spiText?.text ?? '')
  if (!(spi >= 256 && spi <= 0xffffffff)) return none('an SPI is from 0x100 to 0xffffffff (RFC 4303, 2.1)')

  let mode = 'any'
  let encryption: { name: string; key: Token | undefined } | null = null
  let integrity: { name: string; key: Token | undefined } | null = null
  for (let at = 5; at < words.length; at++) {
    const option = words[at]?.text ?? ''
    const name = words[at + 1]?.text ?? ''
    // "null" takes no key.
    const value = { name, key: words[at + 2] }
    const after = name === 'null' && !words[at + 2]?.quoted && !words[at + 2]?.text.startsWith('0x') ? 1 : 2
    if (option === '-m') mode = words[++at]?.text ?? ''
    else if (option === '-E') {
      encryption = value
      at += after
    } else if (option === '-A') {
      integrity = value
      at += after
    } else if (/^-(u|r|f|lh|ls|bh|bs|ctx|esp_frag)$/.test(option)) at++
    else return none(`“${option.slice(0, 32)}” is not known here`)
  }
  if (mode !== 'tunnel' && mode !== 'any') return none('is not in tunnel mode, which alone is used here')
  if (!encryption) return none('has no encryption')
  const encryptionName = entryIn(encryptions, encryption.name)
  if (encryptionName === undefined)
    return none(`${encryption.name.slice(0, 32)} is no encryption that Linux still offers here`)
  const encryptionKey = encryptionName === 'null' ? '0x' : keyOf(encryption.key)
  const keyBits: readonly number[] = espEncryptionKeyBits[encryptionName]
  if (encryptionKey === null || !keyBits.includes(bitsOf(encryptionKey)))
    return none(`${encryptionName} takes a key of ${keyBits.join(', ')} bits`)
  const esp = { spi, encryption: encryptionName, 'encryption-key': encryptionKey }
  if (encryptionName === 'aes-gcm' && integrity)
    return none('aes-gcm authenticates by itself; a second key is for nothing')
  if (!integrity || integrity.name === 'null')
    return encryptionName === 'aes-gcm'
      ? { kind: 'association', source, destination, esp }
      : none('nothing authenticates its packets; without that, encryption alone can be undone')
  const integrityName = entryIn(integrities, integrity.name)
  if (integrityName === undefined)
    return none(`${integrity.name.slice(0, 32)} is no integrity algorithm that is used here`)
  const integrityKey = keyOf(integrity.key)
  const integrityBits: readonly number[] = espIntegrityKeyBits[integrityName]
  if (integrityKey === null || !integrityBits.includes(bitsOf(integrityKey)))
    return none(`${integrityName} takes a key of ${integrityBits.join(', ')} bits`)
  return {
    kind: 'association',
    source,
    destination,
    esp: { ...esp, integrity: integrityName, 'integrity-key': integrityKey },
  }
}

/** "fd12::/64", "10.0.0.1", "fd12::/64[any]" */
function selectorOf(text: string): string | null {
  const bare = text.replace(/\[any\]$/, '')
  const prefix = parsePrefix(bare) ? bare : parseAddress(bare) ? `${bare}/${bare.includes(':') ? 128 : 32}` : null
  return prefix === null ? null : network(prefix)
}

/** "esp/tunnel/A-B/require" */
export function tunnelOf(rule: string): { source: string; destination: string } | null {
  const [protocol, mode, ends = '', level = 'default'] = rule.split('/')
  if (protocol !== 'esp' || mode !== 'tunnel' || !/^(default|use|require|unique(:\d+)?)$/.test(level)) return null
  const [from = '', to = '', more] = ends.split('-')
  const source = parseAddress(from.replace(/\[\d*\]$/, ''))?.address
  const destination = parseAddress(to.replace(/\[\d*\]$/, ''))?.address
  return source !== undefined && destination !== undefined && more === undefined ? { source, destination } : null
}

/** `spdadd [-46n] src dst upper -P direction policy rule` */
function policyOf(all: readonly Token[]): Meaning {
  const words = all.filter(({ text }, at) => at === 0 || !/^-[46n]+$/.test(text)).map(({ text }) => text)
  const [, from = '', to = '', upper = '', ...rest] = words
  const source = selectorOf(from)
  const destination = selectorOf(to)
  if (source === null || destination === null) return none(`“${source === null ? from : to}” is no prefix`)
  if (upper !== 'any')
    return none(`protects ${upper.slice(0, 32)} alone; a profile protects all there is between two prefixes`)
  const at = rest.indexOf('-P')
  const [direction, ...policy] = at < 0 ? [] : rest.slice(at + 1)
  if (direction === 'fwd') return none('is for what is forwarded; Roam6 adds it itself')
  if (direction !== 'in' && direction !== 'out') return none('has no direction')
  const what = policy.find((word) => ['ipsec', 'none', 'discard'].includes(word))
  if (what !== 'ipsec') return none('protects nothing: it lets packets pass, or drops them')
  const rules = policy.slice(policy.indexOf('ipsec') + 1)
  if (rules.length > 1) return none('nests several transforms; a profile has one')
  const [rule] = rules
  const tunnel = rule === undefined ? null : tunnelOf(rule)
  if (rule !== undefined && tunnel === null) return none(`“${rule.slice(0, 120)}” is no ESP in tunnel mode`)
  return { kind: 'policy', direction, source, destination, tunnel }
}

/** Why a profile needs none of these. */
const others: Readonly<Record<string, string>> = {
  flush: 'would take away associations of others; Roam6 changes only its own',
  spdflush: 'would take away policies of others; Roam6 changes only its own',
  delete: 'takes something away; Roam6 changes only its own',
  deleteall: 'takes something away; Roam6 changes only its own',
  spddelete: 'takes something away; Roam6 changes only its own',
  exit: 'ends setkey, which is not used',
  quit: 'ends setkey, which is not used',
  bye: 'ends setkey, which is not used',
}

export function meaningOf({ words }: Statement): Meaning {
  const command = words[0]?.text ?? ''
  if (command === 'add') return associationOf(words)
  if (command === 'spdadd' || command === 'spdupdate') return policyOf(words)
  return none(entryIn(others, command) ?? (commands.has(command) ? 'only shows something' : 'is no command of setkey'))
}
