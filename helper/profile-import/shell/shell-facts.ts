/**
 * Addresses, routes, MTUs, device names and tunnels out of scripts that are never run: the forms of ip(8), ifconfig(8)
 * and route(8). What says nothing of the kind is named with the reason.
 */
import { maskLength, network, parseAddress, parsePrefix } from '../../core/ip.ts'
import { entryIn } from '../draft.ts'
import type { SourceFile } from '../importer.ts'
import { type Command, readCommands, type Variables } from './words.ts'

export type ShellFact =
  | { readonly kind: 'address'; readonly device: string; readonly address: string }
  | { readonly kind: 'route'; readonly to: string; readonly via: string | null; readonly device: string | null }
  | { readonly kind: 'mtu'; readonly device: string; readonly mtu: number }
  | { readonly kind: 'name'; readonly device: string; readonly name: string }
  | {
      readonly kind: 'tunnel'
      readonly mode: 'ip6ip6' | 'gre'
      readonly device: string
      /** As written: an address that is none must be asked for. */
      readonly local: string | null
      readonly remote: string | null
      readonly encapsulationLimit: 'none' | number | null
      /** Null as well for "inherit", which is 0: what the packet inside has. */
      readonly hopLimit: number | null
      readonly key: number | null
      readonly checksum: boolean
      readonly sequence: boolean
    }

export type FoundFact = ShellFact & { readonly line: number; readonly text: string }

export interface ShellFacts {
  readonly facts: readonly FoundFact[]
  readonly leftOut: readonly { readonly text: string; readonly line: number; readonly why: string }[]
}

/** A command's facts, or why there are none. */
type Reading = readonly ShellFact[] | string

export const noFact = 'says nothing of addresses, routes, MTU or tunnels; nothing is run'
const bringsUp = 'brings the device up, which Roam6 does itself'
export const undoing = 'takes something away again; Roam6 undoes its own changes itself'

export const isCount = (text: string | undefined): text is string => text !== undefined && /^\d{1,6}$/.test(text)

const octetOf = (text: string | undefined) => (isCount(text) && Number(text) <= 255 ? Number(text) : null)

/** "mtu 1400", "dev tap0": the value behind a word. */
const after = (words: readonly string[], word: string): string | undefined => {
  const at = words.indexOf(word)
  return at < 0 ? undefined : words[at + 1]
}

export const prefixOf = (text: string): string | null => {
  const prefix = parsePrefix(text) ?? (parseAddress(text) && parsePrefix(`${text}/${text.includes(':') ? 128 : 32}`))
  return prefix ? `${prefix.address}/${prefix.length}` : null
}

/** "255.255.255.0" or "64" */
export const lengthOf = (mask: string): number | null => (/^\d{1,3}$/.test(mask) ? Number(mask) : maskLength(mask))

const destination = (text: string, six: boolean): string | null => {
  if (text === 'default') return six ? '::/0' : '0.0.0.0/0'
  const prefix = prefixOf(text)
  return prefix === null ? null : network(prefix)
}

function routeFact(words: readonly string[], to: string | undefined, via: string | undefined, six: boolean): Reading {
  const device = after(words, 'dev') ?? null
  const prefix = to === undefined ? null : destination(to, six || (via?.includes(':') ?? false))
  if (prefix === null) return `“${to ?? ''}” is no prefix`
  const next = via === undefined ? null : (parseAddress(via)?.address ?? undefined)
  if (next === undefined) return `“${via}” is no address`
  return [{ kind: 'route', to: prefix, via: next, device }, ...mtuFact(words, device)]
}

function mtuFact(words: readonly string[], device: string | null): readonly ShellFact[] {
  const mtu = after(words, 'mtu')
  return device !== null && isCount(mtu) ? [{ kind: 'mtu', device, mtu: Number(mtu) }] : []
}

const tunnelModes: Readonly<Record<string, 'ip6ip6' | 'gre'>> = {
  ip6ip6: 'ip6ip6',
  'ipv6/ipv6': 'ip6ip6',
  gre: 'gre',
  ip6gre: 'gre',
  'gre/ip': 'gre',
  'gre/ipv6': 'gre',
}

/** ip-tunnel(8): a number, or four of them as an address has them. */
function keyOf(text: string): number | undefined {
  const octets = /^[\d.]+$/.test(text) ? parseAddress(text)?.address.split('.') : undefined
  const key = octets
    ? octets.reduce((sum, octet) => sum * 256 + Number(octet), 0)
    : /^\d{1,10}$/.test(text)
      ? Number(text)
      : Number.NaN
  return key <= 0xffffffff ? key : undefined
}

function tunnelFact(words: readonly string[], device: string | undefined, mode: string | undefined): Reading {
  const known = entryIn(tunnelModes, mode ?? '')
  if (known === undefined || device === undefined) return 'is no ip6ip6 or gre tunnel'
  const limit = after(words, 'encaplimit')
  const hops = after(words, 'ttl') ?? after(words, 'hoplimit')
  const [into, out] = ['ikey', 'okey'].map((word) => after(words, word) ?? after(words, 'key'))
  if (into !== out) return 'has another key each way, which Roam6 does not'
  const key = into === undefined ? null : keyOf(into)
  if (key === undefined) return `“${into}” is no key of a tunnel`
  return [
    {
      kind: 'tunnel',
      mode: known,
      device,
      local: after(words, 'local') ?? null,
      remote: after(words, 'remote') ?? null,
      encapsulationLimit: limit === 'none' ? 'none' : octetOf(limit),
      hopLimit: octetOf(hops) || null,
      key,
      checksum: words.includes('csum'),
      sequence: words.includes('seq'),
    },
  ]
}

/** ip(8) takes objects and verbs shortened: "ip a a". */
const isShort = (word: string | undefined, whole: string) => word !== undefined && word !== '' && whole.startsWith(word)

function readIp(words: readonly string[]): Reading {
  const rest = words.slice(words.findIndex((word) => !word.startsWith('-')))
  const six = words.includes('-6') || words.includes('inet6')
  const [object, verb = 'show', ...operands] = rest
  if (verb.startsWith('d')) return undoing
  if (isShort(object, 'address') && (isShort(verb, 'add') || isShort(verb, 'replace'))) {
    const [first = ''] = operands
    const address = prefixOf(first)
    const device = after(operands, 'dev')
    if (address === null) return `“${first}” is no address`
    return device === undefined ? 'names no device' : [{ kind: 'address', device, address }]
  }
  if (isShort(object, 'link') && isShort(verb, 'set')) {
    const device = after(operands, 'dev') ?? operands[0]
    const name = after(operands, 'name')
    if (device === undefined) return 'names no device'
    const facts: readonly ShellFact[] = [
      ...(name === undefined ? [] : [{ kind: 'name' as const, device, name }]),
      ...mtuFact(operands, device),
    ]
    return facts.length > 0 ? facts : operands.includes('up') ? bringsUp : noFact
  }
  if (isShort(object, 'link') && isShort(verb, 'add')) {
    const named = after(operands, 'name') ?? (operands[0] === 'type' ? undefined : operands[0])
    const type = after(operands, 'type')
    return tunnelFact(operands, named, type === 'ip6tnl' ? (after(operands, 'mode') ?? 'ip6ip6') : type)
  }
  if (isShort(object, 'tunnel') && isShort(verb, 'add')) {
    const named = after(operands, 'name') ?? operands.find((word, at) => at === 0 && word !== 'mode')
    return tunnelFact(operands, named, after(operands, 'mode'))
  }
  if (isShort(object, 'route') && (isShort(verb, 'add') || isShort(verb, 'replace')))
    return routeFact(operands, operands[0], after(operands, 'via'), six)
  return noFact
}

function readIfconfig(words: readonly string[]): Reading {
  const [device, ...operands] = words
  if (device === undefined) return noFact
  if (operands.includes('del') || operands.includes('down')) return undoing
  const plain = operands.filter((word) => word !== 'inet6' && word !== 'inet' && word !== 'up')
  const added = plain[0] === 'add' ? plain[1] : plain[0]
  const mask = after(operands, 'netmask')
  const length = mask === undefined ? null : lengthOf(mask)
  const facts: ShellFact[] = [...mtuFact(operands, device)]
  if (added !== undefined && /[.:]/.test(added)) {
    const address = prefixOf(length === null ? added : `${added}/${length}`)
    if (address === null) return `“${added}” is no address`
    facts.unshift({ kind: 'address', device, address })
  }
  return facts.length > 0 ? facts : operands.includes('up') ? bringsUp : noFact
}

function readRoute(words: readonly string[]): Reading {
  if (words.includes('del')) return undoing
  const at = words.indexOf('add')
  if (at < 0) return noFact
  const six = ['-6', 'inet6', '--inet6'].some((flag) => words.includes(flag))
  const operands = words.slice(at + 1).filter((word) => word !== '-net' && word !== '-host')
  const mask = after(operands, 'netmask')
  const length = mask === undefined ? null : lengthOf(mask)
  const [to] = operands
  return routeFact(operands, length === null ? to : `${to}/${length}`, after(operands, 'gw'), six)
}

const readers: Readonly<Record<string, (words: readonly string[]) => Reading>> = {
  ip: readIp,
  ifconfig: readIfconfig,
  route: readRoute,
}

function readCommand({ words }: Command): Reading {
  const at = words[0] === 'sudo' || words[0] === 'exec' ? 1 : 0
  const program = words[at]?.replace(/^\/(usr\/)?s?bin\//, '') ?? ''
  return entryIn(readers, program)?.(words.slice(at + 1)) ?? noFact
}

export function collect(commands: readonly Command[]): ShellFacts {
  const facts: FoundFact[] = []
  const leftOut: { text: string; line: number; why: string }[] = []
  for (const command of commands) {
    const { text, line } = command
    const reading = command.obstacle ?? readCommand(command)
    if (typeof reading === 'string') leftOut.push({ text, line, why: reading })
    else facts.push(...reading.map((fact) => ({ ...fact, line, text })))
  }
  return { facts, leftOut }
}

/** Of a script. `known`: variables that whoever runs it sets, such as OpenVPN's "dev" and tinc's "INTERFACE". */
export const readShellFacts = (file: SourceFile, known: Variables = new Map()): ShellFacts =>
  collect(readCommands(file.text ?? '', known))
