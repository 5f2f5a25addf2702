/**
 * Gives the lines for `ip -batch` and `nft -f` that make a change true, as lists of words. Changes that neither program makes have no
 * lines.
 */
import { familyOf } from '../ip.ts'
import type { Change, LinkType, RuleChange, XfrmBlockChange } from './change.ts'
import { guardFilterTable } from './guard-filter.ts'
import { inputFilterTable } from './input-filter.ts'
import type { Line } from './line.ts'
import { routeProtocol, table, xfrmPriority } from './marks.ts'
import { tableLines } from './nft-table.ts'

type Words = readonly string[]

/** A tun device is no matter of `ip link add`. */
function linkType(type: Exclude<LinkType, { kind: 'tun' }>): Words {
  switch (type.kind) {
    case 'xfrm':
      return ['type', 'xfrm', 'if_id', String(type.ifId)]
    case 'gre':
    case 'ip6gre':
      return [
        'type',
        type.kind,
        'local',
        type.local,
        'remote',
        type.remote,
        'ttl',
        '255',
        ...(type.device === null ? [] : ['dev', type.device]),
        ...(type.fwmark === null ? [] : ['fwmark', String(type.fwmark)]),
        // Linux adds RFC 2473's option by default (8 bytes), which is no part of GRE.
        ...(type.kind === 'ip6gre' ? ['encaplimit', 'none'] : [type.pathMtuDiscovery ? 'pmtudisc' : 'nopmtudisc']),
        ...(type.key === undefined ? [] : ['key', String(type.key)]),
        ...(type.checksum ? ['csum'] : []),
        ...(type.sequence ? ['seq'] : []),
      ]
    case 'ip6tnl':
      return [
        'type',
        'ip6tnl',
        'mode',
        'ip6ip6',
        'local',
        type.local,
        'remote',
        type.remote,
        ...(type.device === null ? [] : ['dev', type.device]),
        ...(type.fwmark === null ? [] : ['fwmark', String(type.fwmark)]),
        'encaplimit',
        type.encapsulationLimit === null ? 'none' : String(type.encapsulationLimit),
        'hoplimit',
        String(type.hopLimit),
      ]
  }
}

const createLink = (name: string, mtu: string, type: LinkType): readonly Words[] =>
  type.kind === 'tun'
    ? [
        ['tuntap', 'add', 'dev', name, 'mode', type.mode, 'user', String(type.user)],
        ['link', 'set', name, 'mtu', mtu],
      ]
    : [['link', 'add', name, 'mtu', mtu, ...linkType(type)]]

const actionWords = (action: RuleChange['action']): Words => {
  if ('unreachable' in action) return ['unreachable']
  if ('goto' in action) return ['goto', String(action.goto)]
  const { lookup, suppressPrefixLength } = action
  return [
    'lookup',
    String(lookup),
    ...(suppressPrefixLength === undefined ? [] : ['suppress_prefixlength', String(suppressPrefixLength)]),
  ]
}

/** The words that name a rule, both to add and to delete it. */
export const ruleWords = ({ priority, selector, action }: RuleChange): string[] => [
  'pref',
  String(priority),
  ...(selector.from === undefined ? [] : ['from', selector.from]),
  ...(selector.to === undefined ? [] : ['to', selector.to]),
  ...(selector.fwmark === undefined ? [] : ['fwmark', String(selector.fwmark)]),
  ...(selector.iif === undefined ? [] : ['iif', selector.iif]),
  ...(selector.oif === undefined ? [] : ['oif', selector.oif]),
  ...(selector.user === undefined ? [] : ['uidrange', `${selector.user}-${selector.user}`]),
  ...actionWords(action),
  'protocol',
  String(routeProtocol),
]

/** IANA's numbers: a machine without netbase has no /etc/protocols to look names up in. */
export const protocolNumber = { gre: '47', ipv6: '41' } as const

/** The words that name a policy of refusal, both to add and to delete it. */
export const xfrmBlockWords = ({ source, destination, protocol }: XfrmBlockChange, direction: string) => [
  'src',
  source,
  'dst',
  destination,
  ...(protocol === null ? [] : ['proto', protocolNumber[protocol]]),
  'dir',
  direction,
]
export const blockedDirections = ({ behindOthers, leaving }: XfrmBlockChange): readonly string[] =>
  behindOthers === 'out' || leaving ? ['out'] : ['in', 'fwd']

/** The priority of a policy of refusal (ip-xfrm(8)): of two policies the one with the lower number has precedence. It has 32 bits, unsigned. */
const blockPriority = ({ behindOthers, leaving }: XfrmBlockChange) =>
  behindOthers ? 0xffffffff : leaving ? xfrmPriority.refuse : 1

/** All of IPv4. */
export const everywhere = '0.0.0.0/0'

export function makeLines(change: Change): Line[] {
  switch (change.kind) {
    case 'link':
      return [
        ...createLink(change.name, String(change.mtu), change.type).map((words): Line => ({ family: 4, words })),
        // An alias cannot be given while a link is created (rtnl_create_link does not read IFLA_IFALIAS).
        { family: 4, words: ['link', 'set', change.name, 'alias', change.alias, 'up'] },
      ]
    case 'link-setting':
      return [
        ...(change.type.kind === 'tun'
          ? []
          : [{ family: 4, words: ['link', 'set', change.name, ...linkType(change.type)] } as const]),
        { family: 4, words: ['link', 'set', change.name, 'mtu', String(change.mtu), 'up'] },
      ]
    case 'address': {
      const family = familyOf(change.address)
      const address = `${change.address}/${change.prefixLength}`
      const nodad = family === 6 ? ['nodad'] : []
      return [{ family, words: ['address', 'add', address, 'dev', change.interface, 'noprefixroute', ...nodad] }]
    }
    case 'route':
      return [
        {
          family: familyOf(change.to),
          words: [
            'route',
            'replace',
            change.to,
            ...(change.via === undefined ? [] : ['via', change.via]),
            'dev',
            change.interface,
            'table',
            String(table),
            'proto',
            String(routeProtocol),
            ...(change.mtu === null ? [] : ['mtu', String(change.mtu)]),
            ...(change.advmss === undefined ? [] : ['advmss', String(change.advmss)]),
          ],
        },
      ]
    case 'rule':
      return [{ family: change.family, words: ['rule', 'add', ...ruleWords(change)] }]
    case 'xfrm-block':
      return blockedDirections(change).map((direction) => ({
        family: 'both',
        words: [
          'xfrm',
          'policy',
          'add',
          ...xfrmBlockWords(change, direction),
          'priority',
          String(blockPriority(change)),
          'action',
          'block',
        ],
      }))
    // It needs the link, and links count as IPv4 in the order of batches (`system/effects.ts`): so it is made after the link and undone before it.
    case 'xfrm-pass':
      return [
        {
          family: 4,
          words: [
            'xfrm',
            'policy',
            'add',
            'src',
            everywhere,
            'dst',
            everywhere,
            'dev',
            change.interface,
            'dir',
            'out',
            'priority',
            String(xfrmPriority.pass),
            'action',
            'allow',
          ],
        },
      ]
    case 'xfrm-state':
      return [
        {
          family: familyOf(change.source),
          words: [
            'xfrm',
            'state',
            'add',
            'src',
            change.source,
            'dst',
            change.destination,
            'proto',
            'esp',
            'spi',
            String(change.spi),
            'mode',
            'tunnel',
            ...change.algorithms,
            'if_id',
            String(change.ifId),
            ...(change.outputMark === null ? [] : ['output-mark', String(change.outputMark)]),
          ],
        },
      ]
    case 'xfrm-policy':
      return [
        {
          family: familyOf(change.source),
          words: [
            'xfrm',
            'policy',
            'add',
            'src',
            change.source,
            'dst',
            change.destination,
            'dir',
            change.direction,
            'if_id',
            String(change.ifId),
            'tmpl',
            'src',
            change.from,
            'dst',
            change.to,
            'proto',
            'esp',
            'mode',
            'tunnel',
          ],
        },
      ]
    case 'input-filter':
      return tableLines(inputFilterTable(change))
    case 'guard-filter':
      return tableLines(guardFilterTable(change))
    case 'link-sysctl':
    case 'sysctl':
    case 'xfrm-owner':
    case 'folder':
    case 'process':
      return []
  }
}
