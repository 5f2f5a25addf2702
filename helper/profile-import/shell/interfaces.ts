/** interfaces(5): the facts of an `iface … static`, and of its up lines. */
import { entryIn } from '../draft.ts'
import type { SourceFile } from '../importer.ts'
import {
  collect,
  type FoundFact,
  isCount,
  lengthOf,
  noFact,
  prefixOf,
  type ShellFacts,
  undoing,
} from './shell-facts.ts'
import { readCommands } from './words.ts'

/** ifupdown's own order of what is run when it goes up. */
const runsUp = new Set(['pre-up', 'up', 'post-up'])
const runsDown = new Set(['pre-down', 'down', 'post-down'])

export const isInterfacesFile = (text: string): boolean => /^[ \t]*iface[ \t]+\S+[ \t]+inet6?[ \t]/m.test(text)

/** Of the method "tunnel", as ip-tunnel(8) has them. */
const tunnelWords: Readonly<Record<string, string>> = { mode: 'mode', endpoint: 'remote', local: 'local', ttl: 'ttl' }

interface Stanza {
  readonly device: string
  readonly text: string
  readonly line: number
  /** Whether its address stands in it. */
  readonly fixed: boolean
  /** What is said of the tunnel that it makes; null for what is none. */
  readonly tunnel: string[] | null
  address: { readonly text: string; readonly line: number; readonly value: string } | null
  length: number | null
}

/** Of /etc/network/interfaces: its static addresses, MTUs, and the facts in its up lines. */
export function readInterfacesFacts(file: SourceFile): ShellFacts {
  const facts: FoundFact[] = []
  const leftOut: { text: string; line: number; why: string }[] = []
  let stanza: Stanza | null = null

  const take = (read: ShellFacts) => {
    facts.push(...read.facts)
    leftOut.push(...read.leftOut)
  }
  const end = (ended: Stanza | null) => {
    if (ended?.tunnel) {
      const words = ['ip', 'tunnel', 'add', ended.device, ...ended.tunnel]
      take(collect([{ words, line: ended.line, text: ended.text, obstacle: null }]))
    }
    if (!ended?.address) return
    const { text, line, value } = ended.address
    const address = prefixOf(value.includes('/') || ended.length === null ? value : `${value}/${ended.length}`)
    if (address === null) leftOut.push({ text, line, why: `“${value}” is no address` })
    else facts.push({ kind: 'address', device: ended.device, address, line, text })
  }

  for (const [index, whole] of (file.text ?? '').split('\n').entries()) {
    const line = index + 1
    const text = whole.trim().slice(0, 4096)
    if (text === '' || text.startsWith('#')) continue
    const [key = '', value = '', , method] = text.split(/[ \t]+/)
    const word = entryIn(tunnelWords, key)
    if (key === 'iface') {
      end(stanza)
      const tunnel = method === 'tunnel' ? [] : null
      const fixed = method === 'static' || tunnel !== null
      stanza = { device: value, text, line, fixed, tunnel, address: null, length: null }
    } else if (stanza?.fixed && key === 'address') {
      stanza.address = { text, line, value }
    } else if (stanza?.fixed && key === 'netmask') {
      stanza.length = lengthOf(value)
    } else if (stanza?.tunnel && word !== undefined) {
      stanza.tunnel.push(word, key === 'mode' ? value.toLowerCase() : value)
    } else if (stanza && key === 'mtu' && isCount(value)) {
      facts.push({ kind: 'mtu', device: stanza.device, mtu: Number(value), line, text })
    } else if (stanza && runsUp.has(key)) {
      take(collect(readCommands(text.slice(key.length).trim(), new Map([['IFACE', stanza.device]]), line)))
    } else {
      leftOut.push({ text, line, why: runsDown.has(key) ? undoing : noFact })
    }
  }
  end(stanza)
  return { facts, leftOut }
}
