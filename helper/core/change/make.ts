/** What makes a change true: lines for `ip -batch`, as argument lists. Changes that are no `ip` matter have none. */
import { familyOf } from '../ip.ts'
import type { Change, Family, LinkType, RuleChange, XfrmBlockChange } from './change.ts'
import { routeProtocol, table } from './marks.ts'

export interface IpLine {
  /** `ip -4` or `ip -6`: rules without an address need to be told. */
  readonly family: Family
  readonly words: readonly string[]
}

const linkType = (type: LinkType): string[] =>
  type.kind === 'xfrm'
    ? ['type', 'xfrm', 'if_id', String(type.ifId)]
    : [
        ...['type', 'gre', 'local', type.local, 'remote', type.remote, 'ttl', '255', 'dev', type.device],
        type.pathMtuDiscovery ? 'pmtudisc' : 'nopmtudisc',
        ...(type.key === undefined ? [] : ['key', String(type.key)]),
        ...(type.checksum ? ['csum'] : []),
        ...(type.sequence ? ['seq'] : []),
      ]

/** The words that name a rule, both to add and to delete it. */
export const ruleWords = ({ priority, selector, action }: RuleChange): string[] => [
  'pref',
  String(priority),
  ...(selector.to === undefined ? [] : ['to', selector.to]),
  ...(selector.fwmark === undefined ? [] : ['fwmark', String(selector.fwmark)]),
  ...(selector.oif === undefined ? [] : ['oif', selector.oif]),
  ...('unreachable' in action
    ? ['unreachable']
    : [
        'lookup',
        String(action.lookup),
        ...(action.suppressPrefixLength === undefined
          ? []
          : ['suppress_prefixlength', String(action.suppressPrefixLength)]),
      ]),
  'protocol',
  String(routeProtocol),
]

/** IANA's numbers: a machine without netbase has no /etc/protocols to look names up in. */
const protocolNumber = { gre: '47' } as const

export const xfrmBlockWords = ({ source, destination, protocol }: XfrmBlockChange) => [
  ...['src', source, 'dst', destination, 'proto', protocolNumber[protocol], 'dir', 'in'],
]

export function ipLines(change: Change): IpLine[] {
  switch (change.kind) {
    case 'link':
      return [
        { family: 4, words: ['link', 'add', change.name, 'mtu', String(change.mtu), ...linkType(change.type)] },
        // An alias cannot be given while a link is created (rtnl_create_link does not read IFLA_IFALIAS).
        { family: 4, words: ['link', 'set', change.name, 'alias', change.alias, 'up'] },
      ]
    case 'link-setting':
      return [
        { family: 4, words: ['link', 'set', change.name, ...linkType(change.type)] },
        { family: 4, words: ['link', 'set', change.name, 'mtu', String(change.mtu)] },
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
            ...['route', 'replace', change.to, 'dev', change.interface],
            ...['table', String(table), 'proto', String(routeProtocol)],
            ...(change.mtu === null ? [] : ['mtu', String(change.mtu)]),
            ...(change.advmss === undefined ? [] : ['advmss', String(change.advmss)]),
          ],
        },
      ]
    case 'rule':
      return [{ family: change.family, words: ['rule', 'add', ...ruleWords(change)] }]
    case 'xfrm-block':
      return [
        {
          family: familyOf(change.source),
          words: ['xfrm', 'policy', 'add', ...xfrmBlockWords(change), 'priority', '1', 'action', 'block'],
        },
      ]
    case 'xfrm-owner':
    case 'folder':
    case 'process':
      return []
  }
}
