/**
 * A strict fake of the kernel: links, addresses, routes, rules, xfrm policies and tables of one namespace. It takes requests by the words
 * that a person would type for them, refuses what the kernel would refuse, throws at what it does not know, is observed as the kernel
 * is, and prints itself as lines.
 */
import type { Family } from '../../helper/core/change/change.ts'
import { mainTable } from '../../helper/core/change/marks.ts'
import type { ObservedAddress, ObservedRule } from '../../helper/core/change/observed.ts'
import { requestWords } from '../../helper/core/change/request-words.ts'
import { familyOf } from '../../helper/core/ip.ts'
import type { Observer, Requests } from '../../helper/system/ports.ts'
import { FakeNftables } from './nftables.ts'
import { pairs, Refused } from './refused.ts'
import { FakeSettings } from './settings.ts'
import { FakeXfrm } from './xfrm.ts'

interface Link {
  readonly index: number
  readonly name: string
  readonly kind: string
  alias?: string
  mtu: number
  up: boolean
}

export class FakeKernel {
  readonly links = new Map<string, Link>()
  /** "address/length dev" */
  readonly addresses = new Set<string>()
  /** "table to dev" to the rest. */
  readonly routes = new Map<
    string,
    { family: number; to: string; table: string; dev: string; proto: string; mtu?: number }
  >()
  readonly rules: { family: number; words: string }[] = []
  readonly xfrm = new FakeXfrm((name) => this.#link(name).index)
  readonly nftables = new FakeNftables()
  readonly settings = new FakeSettings(() => [...this.links.keys()])
  #next = 1

  constructor() {
    this.addLink('lo', 'loopback', 65536)
  }

  addLink(name: string, kind: string, mtu: number, alias?: string): void {
    if (this.links.has(name)) throw new Refused('EEXIST')
    this.links.set(name, { index: this.#next++, name, kind, mtu, up: true, ...(alias ? { alias } : {}) })
  }

  /** Gives a link another name, as a person may: what is on it stays on it. */
  rename(name: string, other: string): void {
    const link = this.#link(name)
    this.links.delete(name)
    this.links.set(other, { ...link, name: other })
    for (const text of [...this.addresses])
      if (text.endsWith(` ${name}`) && this.addresses.delete(text))
        this.addresses.add(`${text.slice(0, -name.length)}${other}`)
    for (const [key, route] of this.routes) if (route.dev === name) this.routes.set(key, { ...route, dev: other })
  }

  /** Lists all that is there, a line each, as the tests compare it. */
  print(): string[] {
    return [
      ...[...this.links.values()].map(
        ({ name, kind, alias, mtu }) => `link ${name} ${kind} mtu ${mtu} alias ${alias ?? '-'}`,
      ),
      ...[...this.addresses].map((text) => `address ${text}`),
      ...[...this.routes.values()].map(
        ({ to, table, dev, proto, mtu }) => `route ${to} dev ${dev} table ${table} proto ${proto} mtu ${mtu ?? '-'}`,
      ),
      ...this.rules.map(({ family, words }) => `rule -${family} ${words}`),
      ...this.xfrm.print(),
      ...this.nftables.print(),
      ...this.settings.print(),
    ].sort()
  }

  /** Carries out one command of ip(8), without its first word. */
  execute(family: number, words: readonly string[]): void {
    const [object, verb, ...rest] = words
    const known = this.#commands[`${object} ${verb}`]
    if (!known) throw new Error(`the fake kernel does not know: ip ${words.join(' ')}`)
    known(family, rest)
  }

  readonly #commands: Readonly<Record<string, (family: number, words: readonly string[]) => void>> = {
    'link add': (_, [name = '', ...rest]) => {
      const type = rest[rest.indexOf('type') + 1] ?? ''
      const device = pairs(rest).get('dev')
      if (device !== undefined && !this.links.has(device)) throw new Refused('ENODEV')
      this.addLink(name, type, Number(pairs(rest).get('mtu')))
    },
    'tuntap add': (_, words) => this.addLink(pairs(words).get('dev') ?? '', 'tun', 1500),
    'link set': (_, [name = '', ...rest]) => {
      const link = this.#link(name)
      const values = pairs(rest)
      const mtu = values.get('mtu')
      const alias = values.get('alias')
      if (mtu !== undefined) link.mtu = Number(mtu)
      if (alias !== undefined) link.alias = alias
      if (rest.includes('up')) link.up = true
    },
    'link delete': (_, [name = '']) => {
      this.#link(name)
      this.links.delete(name)
      for (const text of this.addresses) if (text.endsWith(` ${name}`)) this.addresses.delete(text)
      for (const [key, { dev }] of this.routes) if (dev === name) this.routes.delete(key)
    },
    'address add': (_, [address, , device = '']) => {
      this.#link(device)
      if (this.addresses.has(`${address} ${device}`)) throw new Refused('EEXIST')
      this.addresses.add(`${address} ${device}`)
    },
    'address delete': (_, [address, , device = '']) => {
      if (!this.addresses.delete(`${address} ${device}`)) throw new Refused('EADDRNOTAVAIL')
    },
    'route replace': (_, [to = '', ...rest]) => {
      const values = pairs(rest)
      const dev = values.get('dev') ?? ''
      this.#link(dev)
      const table = values.get('table') ?? 'main'
      const mtu = values.get('mtu')
      this.routes.set(`${table} ${to}`, {
        family: familyOf(to),
        to,
        table,
        dev,
        proto: values.get('proto') ?? 'boot',
        ...(mtu ? { mtu: Number(mtu) } : {}),
      })
    },
    'route delete': (_, [to = '', ...rest]) => {
      if (!this.routes.delete(`${pairs(rest).get('table') ?? 'main'} ${to}`)) throw new Refused('ESRCH')
    },
    'rule add': (family, rest) => {
      const words = rest.join(' ')
      if (this.rules.some((rule) => rule.family === family && rule.words === words)) throw new Refused('EEXIST')
      this.rules.push({ family, words })
    },
    'rule delete': (family, rest) => {
      const at = this.rules.findIndex((rule) => rule.family === family && rule.words === rest.join(' '))
      if (at < 0) throw new Refused('ENOENT')
      this.rules.splice(at, 1)
    },
    'xfrm policy': (_, words) => this.xfrm.execute('policy', words),
    'xfrm state': (_, words) => this.xfrm.execute('state', words),
  }

  #link(name: string): Link {
    const link = this.links.get(name)
    if (!link) throw new Refused('ENODEV')
    return link
  }

  /** Returns the system as the helper's own observer would tell of it. */
  observer(): Observer {
    return {
      observe: async () => ({
        links: [...this.links.values()].map((link) => ({
          ...link,
          carrier: link.up,
          loopback: link.kind === 'loopback',
        })),
        addresses: [...this.addresses].map(asAddress),
        routes: [...this.routes.values()].map(({ family, to, table, dev, proto, mtu }) => ({
          family: family === 6 ? 6 : 4,
          to,
          table: tableNumber(table),
          protocol: proto,
          interface: dev,
          metric: 0,
          mtu,
          type: 'unicast',
        })),
        rules: this.rules.map(({ family, words }) => asRule(family === 6 ? 6 : 4, words)),
        ...this.xfrm.observed(),
        filters: this.nftables.observed(),
        settings: this.settings.read(),
      }),
    }
  }

  requests(): Requests {
    return {
      settled: async () => {},
      send: async (request) => {
        try {
          if (request.kind === 'ruleset') this.nftables.transact(request.lines)
          else if (request.kind === 'delete-table') this.nftables.delete(request.table)
          else {
            const words = requestWords(request).filter((word) => word !== 'ip' && word !== '-6')
            this.execute('family' in request ? request.family : 4, words)
          }
          return null
        } catch (error) {
          if (!(error instanceof Refused)) throw error
          return { error: error.message, words: '' }
        }
      },
    }
  }
}

const tableNumber = (word: string) => (word === 'main' ? mainTable : Number(word))

/** @param text "address/length dev" */
function asAddress(text: string): ObservedAddress {
  const [address = '', length, device = ''] = text.split(/[/ ]/)
  return { interface: device, family: familyOf(address), address, prefixLength: Number(length), scope: 'global' }
}

function asRule(family: Family, text: string): ObservedRule {
  const words = text.split(' ')
  const values = pairs(words)
  const number = (name: string) => (values.has(name) ? Number(values.get(name)) : undefined)
  const [user] = values.get('uidrange')?.split('-').map(Number) ?? []
  return {
    family,
    priority: Number(values.get('pref')),
    protocol: values.get('protocol') ?? '',
    to: values.get('to'),
    from: values.get('from'),
    iif: values.get('iif'),
    oif: values.get('oif'),
    fwmark: number('fwmark'),
    user,
    suppressPrefixLength: number('suppress_prefixlength'),
    table: values.has('lookup') ? tableNumber(values.get('lookup') ?? '') : undefined,
    unreachable: words.includes('unreachable'),
    ...(values.has('goto') ? { goto: Number(values.get('goto')) } : {}),
  }
}
