/**
 * A strict fake of the kernel behind iproute2 and nft: links, addresses, routes, rules, xfrm policies and tables of one
 * namespace. It takes the words that we send to `ip -batch` and `nft -f`, answers as `ip -j` and `nft -j` do, refuses what the kernel would refuse, throws
 * at what it does not know, and prints itself as lines.
 */
import type { CommandRunner } from '../../helper/system/ports.ts'
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
  readonly xfrm = new FakeXfrm()
  readonly nftables = new FakeNftables()
  readonly settings = new FakeSettings(() => [...this.links.keys()])
  #next = 1

  constructor() {
    this.addLink('lo', 'loopback', 65536)
  }

  addLink(name: string, kind: string, mtu: number, alias?: string): void {
    if (this.links.has(name)) throw new Refused('RTNETLINK answers: File exists')
    this.links.set(name, { index: this.#next++, name, kind, mtu, up: true, ...(alias ? { alias } : {}) })
  }

  /** All that is there, a line each, as the tests compare it. */
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

  /** One line of a batch. */
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
      if (device !== undefined && !this.links.has(device)) throw new Refused(`Cannot find device "${device}"`)
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
      if (this.addresses.has(`${address} ${device}`)) throw new Refused('RTNETLINK answers: File exists')
      this.addresses.add(`${address} ${device}`)
    },
    'address delete': (_, [address, , device = '']) => {
      if (!this.addresses.delete(`${address} ${device}`))
        throw new Refused('RTNETLINK answers: Cannot assign requested address')
    },
    'route replace': (family, [to = '', ...rest]) => {
      const values = pairs(rest)
      const dev = values.get('dev') ?? ''
      this.#link(dev)
      const table = values.get('table') ?? 'main'
      const mtu = values.get('mtu')
      this.routes.set(`${table} ${to}`, {
        family,
        to,
        table,
        dev,
        proto: values.get('proto') ?? 'boot',
        ...(mtu ? { mtu: Number(mtu) } : {}),
      })
    },
    'route delete': (_, [to = '', ...rest]) => {
      if (!this.routes.delete(`${pairs(rest).get('table') ?? 'main'} ${to}`))
        throw new Refused('RTNETLINK answers: No such process')
    },
    'rule add': (family, rest) => {
      const words = rest.join(' ')
      if (this.rules.some((rule) => rule.family === family && rule.words === words))
        throw new Refused('RTNETLINK answers: File exists')
      this.rules.push({ family, words })
    },
    'rule delete': (family, rest) => {
      const at = this.rules.findIndex((rule) => rule.family === family && rule.words === rest.join(' '))
      if (at < 0) throw new Refused('RTNETLINK answers: No such file or directory')
      this.rules.splice(at, 1)
    },
    'xfrm policy': (_, words) => this.xfrm.execute('policy', words),
    'xfrm state': (_, words) => this.xfrm.execute('state', words),
  }

  #link(name: string): Link {
    const link = this.links.get(name)
    if (!link) throw new Refused(`Cannot find device "${name}"`)
    return link
  }

  /** What `ip -j QUESTION` prints. */
  answer(family: number, question: string): unknown {
    if (question === 'address show') {
      return [...this.links.values()].map(({ index, name, kind, alias, mtu, up }) => ({
        ifindex: index,
        ifname: name,
        ifalias: alias,
        mtu,
        flags: [...(up ? ['UP', 'LOWER_UP'] : []), ...(kind === 'loopback' ? ['LOOPBACK'] : [])],
        linkinfo: { info_kind: kind },
        addr_info: [...this.addresses]
          .filter((text) => text.endsWith(` ${name}`))
          .map((text) => text.split(/[/ ]/))
          .map(([local = '', length]) => ({
            family: local.includes(':') ? 'inet6' : 'inet',
            local,
            prefixlen: Number(length),
            scope: 'global',
          })),
      }))
    }
    if (question === 'route show table all') {
      return [...this.routes.values()]
        .filter((route) => route.family === family)
        .map(({ to, dev, table, proto, mtu }) => ({
          type: 'unicast',
          dst: to === '::/0' || to === '0.0.0.0/0' ? 'default' : to.replace(family === 4 ? /\/32$/ : /\/128$/, ''),
          dev,
          table,
          protocol: proto,
          ...(mtu ? { metrics: [{ mtu }] } : {}),
        }))
    }
    if (question === 'rule show')
      return this.rules.filter((rule) => rule.family === family).map(({ words }) => ruleAsJson(words))
    throw new Error(`the fake kernel does not know: ip ${question}`)
  }

  /** `ip` and `nft` as the helper's adapters call them. */
  runner(): CommandRunner {
    return {
      run: async (program, args, { stdin = '' }) => {
        if (program === 'nft') return this.nftables.run(args, stdin)
        if (program !== 'ip') throw new Error(`the fake kernel runs only ip and nft, not ${program}`)
        const family = args.includes('-6') ? 6 : 4
        if (args[0] === 'xfrm') return { exitCode: 0, stdout: this.xfrm.show(args[1]), stderr: '' }
        const lines = stdin.split('\n').filter((line) => line !== '')
        if (args.includes('-j')) {
          const answers = lines.map((question) => JSON.stringify(this.answer(family, question)))
          return { exitCode: 0, stdout: `${answers.join('\n')}\n`, stderr: '' }
        }
        let stderr = ''
        for (const [i, line] of lines.entries()) {
          try {
            this.execute(
              family,
              [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? ''),
            )
          } catch (error) {
            if (!(error instanceof Refused)) throw error
            stderr += `${error.message}\nCommand failed -:${i + 1}\n`
            if (!args.includes('-force')) break
          }
        }
        return { exitCode: stderr === '' ? 0 : 1, stdout: '', stderr }
      },
    }
  }
}

function ruleAsJson(text: string) {
  const words = text.split(' ')
  const values = pairs(words)
  const [from, to] = values.get('uidrange')?.split('-').map(Number) ?? []
  const [dst, dstlen] = values.get('to')?.split('/') ?? []
  const [src, srclen] = values.get('from')?.split('/') ?? []
  return {
    priority: Number(values.get('pref')),
    ...(src === undefined ? { src: 'all' } : { src, srclen: Number(srclen) }),
    ...(dst === undefined ? {} : { dst, dstlen: Number(dstlen) }),
    ...(values.has('iif') ? { iif: values.get('iif') } : {}),
    ...(values.has('fwmark') ? { fwmark: `0x${Number(values.get('fwmark')).toString(16)}` } : {}),
    ...(from === undefined ? {} : { uid_start: from, uid_end: to }),
    ...(values.has('lookup') ? { table: values.get('lookup') } : {}),
    ...(values.has('suppress_prefixlength') ? { suppress_prefixlen: Number(values.get('suppress_prefixlength')) } : {}),
    ...(words.includes('unreachable') ? { action: 'unreachable' } : {}),
    protocol: values.get('protocol'),
  }
}
