import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyProfile } from '../../../test/fakes/any-profile.ts'
import { commandsOf } from '../../../test/fakes/commands.ts'
import { type ForeignRule, leaves, type Packet, wayOf } from '../../../test/fakes/packet-ways.ts'
import { parsed } from '../../../test/fakes/parsed.ts'
import { seed001, seed001Toml } from '../../../test/fakes/seed001.ts'
import type { Profile } from '../../contract/profile.ts'
import { contains, disjoint, familyOf, network, overlaps, parseAddress } from '../ip.ts'
import { linksOf } from '../layer/links.ts'
import { remoteNetworks } from '../layer/remote-networks.ts'
import type { RuleChange } from './change.ts'
import { guardChanges, guardFilter, guardRefusals, guardRules } from './guard.ts'
import { guardFilterTable } from './guard-filter.ts'
import { identityOf, isReplaceable } from './identity.ts'
import { daemonUser, fwmark } from './marks.ts'
import { linkLocal, nowhere, type Surroundings } from './surroundings.ts'

const lines = (profile: Profile, surroundings: Surroundings) =>
  commandsOf(guardChanges(profile, surroundings)).map((line) => line.replace(/ comment "[0-9a-f]{16}"$/, ''))
const rules = (profile: Profile, surroundings: Surroundings) =>
  lines(profile, surroundings).filter((line) => line.includes('rule add'))
const filter = (profile: Profile, surroundings: Surroundings) =>
  lines(profile, surroundings).filter((line) => line.startsWith('add rule'))

const cafe: Surroundings = {
  gateways: ['5.6.7.8'],
  behind: null,
  networks: [
    { link: 'wlan0', network: '192.168.0.0/24' },
    { link: 'wlan0', network: '2001:db8:cafe::/64' },
  ],
}

test('seed 001’s guard: what is led where, what is dropped, who may go to the gateway', () => {
  expect(rules(seed001.profile, cafe)).toEqual([
    'ip rule add pref 6000 fwmark 24582 lookup 6009 protocol 66',
    'ip -6 rule add pref 6000 fwmark 24582 lookup 6009 protocol 66',
    'ip -6 rule add pref 6002 to fd12:3456:789a::/48 fwmark 24582 unreachable protocol 66',
    'ip -6 rule add pref 6002 to 2a00::100/120 fwmark 24582 unreachable protocol 66',
    'ip rule add pref 6002 to 192.168.101.0/24 fwmark 24582 unreachable protocol 66',
    'ip rule add pref 6003 fwmark 24582 lookup main protocol 66',
    'ip rule add pref 6004 fwmark 24582 unreachable protocol 66',
    'ip -6 rule add pref 6003 fwmark 24582 lookup main protocol 66',
    'ip -6 rule add pref 6004 fwmark 24582 unreachable protocol 66',
    'ip -6 rule add pref 6021 to fd12:3456:789a::/48 unreachable protocol 66',
    'ip -6 rule add pref 6020 to fd12:3456:789a::/48 lookup 6006 protocol 66',
    'ip -6 rule add pref 6021 to 2a00::100/120 unreachable protocol 66',
    'ip -6 rule add pref 6020 to 2a00::100/120 lookup 6006 protocol 66',
    'ip rule add pref 6024 to 192.168.101.0/24 unreachable protocol 66',
    'ip rule add pref 6023 to 192.168.101.0/24 lookup 6006 protocol 66',
    'ip rule add pref 0 fwmark 24582 goto 6000 protocol 66',
    'ip -6 rule add pref 0 fwmark 24582 goto 6000 protocol 66',
    'ip -6 rule add pref 0 to fd12:3456:789a::/48 goto 6000 protocol 66',
    'ip -6 rule add pref 0 to 2a00::100/120 goto 6000 protocol 66',
    'ip rule add pref 0 to 192.168.101.0/24 goto 6000 protocol 66',
  ])
  const inChain = (name: string) =>
    filter(seed001.profile, cafe).flatMap((line) => line.match(new RegExp(` roam6-guard ${name} (.*)`))?.[1] ?? [])
  expect(inChain('home')).toEqual(['ip6 daddr fd12:3456:789a::/48 drop', 'ip6 daddr 2a00::100/120 drop'])
  expect(inChain('guarded')).toEqual([
    'jump home',
    'oifname "wlan0" ip daddr 192.168.0.0/24 accept',
    'oifname "wlan0" ip6 daddr 2001:db8:cafe::/64 accept',
    'ip daddr 192.168.101.0/24 drop',
  ])
  expect(inChain('marked')).toEqual([
    'ip daddr 5.6.7.8 udp dport 500 accept',
    'ip daddr 5.6.7.8 udp dport 4500 accept',
    'ip daddr 5.6.7.8 meta l4proto 50 accept',
    'ip daddr 5.6.7.8 icmp type echo-request accept',
    'jump home',
    'ip6 daddr fe80::/10 icmpv6 type echo-request accept',
    'ip daddr 192.168.0.0/24 icmp type echo-request accept',
    'ip6 daddr 2001:db8:cafe::/64 icmpv6 type echo-request accept',
    'ip daddr 192.168.101.0/24 drop',
    'drop',
  ])
  expect(inChain('output')).toEqual([
    'oifname "lo" accept',
    'oifname "roam6x" accept',
    'oifname "roam6" accept',
    'meta mark 24582 jump marked',
    'jump guarded',
  ])
  expect(inChain('forward')).toEqual([
    'oifname "lo" accept',
    'oifname "roam6x" accept',
    'oifname "roam6" accept',
    'jump guarded',
  ])
})

describe('a network of the laptop’s own links', () => {
  const reaching = (network: string) =>
    parsed(seed001Toml.replace('["192.168.101.0/24"]', `["192.168.101.0/24", "${network}"]`))
  const docker: Surroundings = { ...cafe, networks: [...cafe.networks, { link: 'docker0', network: '172.17.0.0/16' }] }

  test('in the midst of one that a layer reaches stays with its link', () => {
    const made = rules(reaching('172.16.0.0/12'), docker)
    expect(made).toContain('ip rule add pref 6022 to 172.17.0.0/16 lookup main protocol 66')
    expect(made).toContain('ip rule add pref 6023 to 172.16.0.0/12 lookup 6006 protocol 66')
    expect(filter(reaching('172.16.0.0/12'), docker).join('\n')).toMatch(
      /oifname "docker0" ip daddr 172\.17\.0\.0\/16 accept\n(?:.*\n)*.*ip daddr 172\.16\.0\.0\/12 drop/,
    )
    expect(guardRefusals(reaching('172.16.0.0/12'), docker).map(({ destination }) => destination)).toEqual([
      '192.168.101.0/24',
    ])
  })

  test('with one that a layer reaches in its midst keeps it, and no other link has it', () => {
    expect(rules(reaching('172.17.3.0/24'), docker).filter((line) => line.includes('172.17.'))).toEqual([])
    const table = guardFilterTable(guardFilter(reaching('172.17.3.0/24'), docker))
    const packet = (by: string): Packet => ({ to: '172.17.3.1', by, what: 'udp 9' })
    expect(leaves(table, 'output', packet('docker0'))).toBe(true)
    expect(leaves(table, 'output', packet('wlan0'))).toBe(false)
  })

  test('within home is home’s all the same', () => {
    const home = { ...seed001.profile, home: { prefixes: ['172.16.0.0/12'], hosts: [] } }
    expect(rules(home, docker)).not.toContain('ip rule add pref 6022 to 172.17.0.0/16 lookup main protocol 66')
    const table = guardFilterTable(guardFilter(home, docker))
    expect(leaves(table, 'output', { to: '172.17.3.1', by: 'docker0', what: 'udp 9' })).toBe(false)
  })
})

test('who is behind the laptop is reached by their own link', () => {
  const behind = { link: 'eth1', network: 'fd12:3456:789a:9::/64' }
  const packet = (by: string): Packet => ({ to: 'fd12:3456:789a:9::10', by, what: 'udp 9' })
  const table = (surroundings: Surroundings) => guardFilterTable(guardFilter(seed001.profile, surroundings))
  expect(leaves(table({ ...cafe, behind }), 'forward', packet('eth1'))).toBe(true)
  expect(leaves(table({ ...cafe, behind }), 'forward', packet('wlan0'))).toBe(false)
  expect(leaves(table(cafe), 'forward', packet('eth1'))).toBe(false)
})

describe('a guarded IPv6 internet', () => {
  const profile = parsed(`${seed001Toml}\n[internet]\nguarded = true\n`)
  const table = guardFilterTable(guardFilter(profile, { ...cafe, gateways: ['2001:db8:5::8'] }))
  const out = (to: string, more: Partial<Packet> = {}) =>
    leaves(table, 'output', { to, by: 'wlan0', what: 'udp 443', ...more })
  const made = guardRules(profile, { ...cafe, gateways: ['2001:db8:5::8'] })
  const way = (to: string, more: Partial<Packet> = {}) =>
    wayOf([...made, { family: 6, priority: 100 }], { to, by: 'wlan0', what: 'udp 443', ...more }, false)

  test.each([
    ['a host of it', '2001:db8:ffff::80', {}, false, 'refused'],
    ['this network’s own link', '2001:db8:cafe::1', {}, true, 'by main'],
    ['a neighbour', 'fe80::1', {}, true, 'by main'],
    ['DHCPv6', 'ff02::1:2', { what: 'udp 547' }, true, 'by main'],
    ['the gateway', '2001:db8:5::8', { fwmark, what: 'udp 500' }, true, 'by main'],
    ['anything else that is marked', '2001:db8:ffff::80', { fwmark }, false, 'by main'],
    ['home', '2a00::102', {}, false, 'refused'],
  ] as const)('%s', (_, to, more, leaving, by) => {
    expect([out(to, more), way(to, more)]).toEqual([leaving, by])
  })
})

/** One of every few profiles has networks of its own that are the cafe's, or take them in. */
const anySurroundings = (profile: Profile): fc.Arbitrary<Surroundings> => {
  const known = [...profile.home.prefixes, ...remoteNetworks(profile)]
  const shifted = known.flatMap((prefix) => {
    const [address = '', length = '0'] = prefix.split('/')
    return [0, 3, -3].map((by) =>
      network(`${address}/${Math.min(Math.max(Number(length) + by, 8), familyOf(address) === 4 ? 32 : 128)}`),
    )
  })
  const one = fc.record({
    link: fc.constantFrom('wlan0', 'docker0'),
    network: fc.constantFrom('192.168.0.0/24', '2001:db8:cafe::/64', ...shifted),
  })
  const gateways = fc.array(
    fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom(...known.map((prefix) => prefix.slice(0, prefix.lastIndexOf('/'))))),
    { maxLength: 2 },
  )
  return fc.record({ gateways, networks: fc.array(one, { maxLength: 4 }), behind: fc.constant(null) })
}
const anyGuard = anyProfile.chain((profile) =>
  fc.record({ profile: fc.constant(profile), surroundings: anySurroundings(profile) }),
)

/** The first and the last address of a prefix: in between is nothing that a rule or a verdict could tell. */
const samples = (prefix: string) => [prefix.slice(0, prefix.lastIndexOf('/'))]
const foreign: readonly ForeignRule[] = [100, 5270].flatMap((priority) =>
  ([4, 6] as const).map((family) => ({ family, priority })),
)

describe('for any profile, wherever the laptop is', () => {
  test('each of home’s prefixes is in both belts, whatever other programs have between 1 and 5999', () => {
    fc.assert(
      fc.property(anyGuard, ({ profile, surroundings }) => {
        const made = guardRules(profile, surroundings)
        const table = guardFilterTable(guardFilter(profile, surroundings))
        for (const to of profile.home.prefixes.flatMap(samples)) {
          const packet: Packet = { to, by: 'wlan0', what: 'udp 9' }
          expect(wayOf([...foreign, ...made], packet, false)).toBe('refused')
          expect(wayOf([...foreign, ...made], packet, true)).toBe('into table 6006')
          for (const hook of ['output', 'forward'] as const) {
            expect(leaves(table, hook, packet)).toBe(false)
            expect(leaves(table, hook, { ...packet, by: 'docker0' })).toBe(false)
            for (const link of linksOf(profile)) expect(leaves(table, hook, { ...packet, by: link })).toBe(true)
          }
        }
      }),
    )
  })

  test('so is each network that a layer reaches, but for what is on a link of the laptop’s own', () => {
    fc.assert(
      fc.property(anyGuard, ({ profile, surroundings }) => {
        const table = guardFilterTable(guardFilter(profile, surroundings))
        const made = guardRules(profile, surroundings)
        for (const to of remoteNetworks(profile).flatMap(samples)) {
          if (surroundings.networks.some(({ network: own }) => contains(own, to))) continue
          const packet: Packet = { to, by: 'wlan0', what: 'udp 9' }
          expect(leaves(table, 'output', packet)).toBe(false)
          expect(wayOf([...foreign, ...made], packet, false)).toBe('refused')
        }
      }),
    )
  })

  test('the mark opens the way to the gateway’s address and ports, and echoes to neighbours: nothing else', () => {
    fc.assert(
      fc.property(anyGuard, fc.oneof(fc.ipV4(), fc.ipV6()), ({ profile, surroundings }, elsewhere) => {
        const table = guardFilterTable(guardFilter(profile, surroundings))
        const near = [linkLocal, ...surroundings.networks.map(({ network: own }) => own)].some((own) =>
          contains(own, elsewhere),
        )
        fc.pre(!near && !surroundings.gateways.includes(elsewhere))
        const marked = (what: string, to: string): Packet => ({ to, by: 'wlan0', fwmark, what })
        for (const what of ['udp 9', 'udp 500', 'tcp 443', '50', 'icmp echo-request', 'icmpv6 echo-request'])
          if (!outermostRemote(profile).includes(elsewhere))
            expect(leaves(table, 'output', marked(what, elsewhere))).toBe(false)
        for (const gateway of surroundings.gateways) {
          // SCTP: no layer has it, whatever ports a profile chose.
          expect(leaves(table, 'output', marked('132', gateway))).toBe(false)
          const echo = familyOf(gateway) === 4 ? 'icmp echo-request' : 'icmpv6 echo-request'
          expect(leaves(table, 'output', marked(echo, gateway))).toBe(true)
        }
      }),
    )
  })

  test('the way to the gateway never goes into the tunnel, though home has it in its midst, and to no one else at home', () => {
    fc.assert(
      fc.property(anyGuard, ({ profile, surroundings }) => {
        const made = guardRules(profile, surroundings)
        const ways = [{ fwmark }, ...(made.some(({ selector }) => selector.user) ? [{ user: daemonUser }] : [])]
        const gateways = [...surroundings.gateways, parseAddress(profile.gateway)?.address]
        for (const to of [...surroundings.gateways, ...profile.home.prefixes.flatMap(samples)])
          for (const sender of ways)
            expect(wayOf([...foreign, ...made], { to, by: 'wlan0', what: 'udp 500', ...sender }, true)).toBe(
              gateways.includes(to) ? 'by main' : 'refused',
            )
      }),
    )
  })

  test('what it refuses by xfrm has neither a gateway nor one of the laptop’s own networks in it', () => {
    fc.assert(
      fc.property(anyGuard, ({ profile, surroundings }) => {
        for (const { destination } of guardRefusals(profile, surroundings)) {
          expect(surroundings.gateways.some((gateway) => contains(destination, gateway))).toBe(false)
          const outside = surroundings.networks.filter(
            ({ network: own }) => !profile.home.prefixes.some((prefix) => contains(prefix, own)),
          )
          expect(outside.some(({ network: own }) => contains(destination, own))).toBe(false)
        }
      }),
    )
  })

  test('no two changes of a guard are of one identity', () => {
    fc.assert(
      fc.property(anyGuard, ({ profile, surroundings }) => {
        const identities = guardChanges(profile, surroundings).map(identityOf)
        expect(new Set(identities).size).toBe(identities.length)
      }),
    )
  })
})

/** Where the outermost layer is a tunnel with fixed ends, its far end is the gateway whatever the name says. */
const outermostRemote = ({ layer: [first, second] }: Profile) =>
  [first, second].flatMap((layer) => (layer && 'remote' in layer ? [layer.remote] : []))

/** Returns the sets of rules that the kernel has, one after another, while one guard replaces another: each new rule is added, then each old one is deleted. */
function statesBetween(from: readonly RuleChange[], to: readonly RuleChange[]): RuleChange[][] {
  const wanted = new Set(to.map(identityOf))
  const known = new Set(from.map(identityOf))
  const states: RuleChange[][] = [[...from]]
  for (const rule of to) if (!known.has(identityOf(rule))) states.push([...(states.at(-1) ?? []), rule])
  for (const rule of from)
    if (!wanted.has(identityOf(rule))) states.push((states.at(-1) ?? []).filter((one) => one !== rule))
  return states
}

describe('one guard takes the place of another', () => {
  test('and what both guard is guarded all the time; the filter is one transaction', () => {
    const two = anyGuard.chain((first) =>
      fc.record({
        first: fc.constant(first),
        second: fc.oneof(
          anyGuard,
          anySurroundings(first.profile).map((surroundings) => ({ profile: first.profile, surroundings })),
        ),
      }),
    )
    fc.assert(
      fc.property(two, fc.boolean(), ({ first, second }, isRouted) => {
        const both = disjoint(first.profile.home.prefixes).filter((prefix) =>
          second.profile.home.prefixes.some((other) => overlaps(prefix, other)),
        )
        const states = statesBetween(
          guardRules(first.profile, first.surroundings),
          guardRules(second.profile, second.surroundings),
        )
        for (const to of both.flatMap(samples)) {
          if (!second.profile.home.prefixes.some((prefix) => contains(prefix, to))) continue
          for (const state of states)
            expect(wayOf([...foreign, ...state], { to, by: 'wlan0', what: 'udp 9' }, isRouted)).toBe(
              isRouted ? 'into table 6006' : 'refused',
            )
        }
        const [filters] = [
          guardChanges(second.profile, second.surroundings).filter(({ kind }) => kind === 'guard-filter'),
        ]
        expect(filters.map((change) => isReplaceable(change))).toEqual([true])
      }),
    )
  })

  test('of which nothing is known yet, and which then is', () => {
    const states = statesBetween(guardRules(seed001.profile, nowhere), guardRules(seed001.profile, cafe))
    expect(states).toHaveLength(1)
  })
})
