/**
 * Says a request as the command that a person would type for it (ip(8), nft(8)). Problems and logs name a request by it. The lab compares what the
 * command makes with what the request makes.
 */
import { familyOf } from '../ip.ts'
import { routeProtocol, table } from './marks.ts'
import type { AddPolicy, Request, RuleRequest, TunnelType } from './request.ts'

type Words = readonly string[]

/** A word with its value, or nothing where there is no value. */
const option = (word: string, value: string | number | null | undefined): Words =>
  value === undefined || value === null ? [] : [word, String(value)]

const flag = (word: string, isSet: boolean): Words => (isSet ? [word] : [])

function typeWords(type: TunnelType): Words {
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
        ...option('dev', type.device),
        ...option('fwmark', type.fwmark),
        ...(type.kind === 'ip6gre' ? ['encaplimit', 'none'] : [type.pathMtuDiscovery ? 'pmtudisc' : 'nopmtudisc']),
        ...option('key', type.key),
        ...flag('csum', type.checksum),
        ...flag('seq', type.sequence),
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
        ...option('dev', type.device),
        ...option('fwmark', type.fwmark),
        'encaplimit',
        String(type.encapsulationLimit ?? 'none'),
        'hoplimit',
        String(type.hopLimit),
      ]
  }
}

function ruleWords({ priority, selector, action, protocol }: RuleRequest): Words {
  const { from, to, fwmark, iif, oif, user } = selector
  return [
    'pref',
    String(priority),
    ...option('from', from),
    ...option('to', to),
    ...option('fwmark', fwmark),
    ...option('iif', iif),
    ...option('oif', oif),
    ...option('uidrange', user === undefined ? undefined : `${user}-${user}`),
    ...actionWords(action),
    ...option('protocol', protocol),
  ]
}

function actionWords(action: RuleRequest['action']): Words {
  if ('unreachable' in action) return ['unreachable']
  if ('goto' in action) return ['goto', String(action.goto)]
  return ['lookup', String(action.lookup), ...option('suppress_prefixlength', action.suppressPrefixLength)]
}

const policyWords = (policy: AddPolicy): Words => [
  'src',
  policy.source,
  'dst',
  policy.destination,
  ...option('proto', policy.protocol),
  ...option('dev', policy.interface),
  'dir',
  policy.direction,
  'priority',
  String(policy.priority),
  'action',
  policy.action,
  ...option('if_id', policy.ifId),
  ...(policy.template
    ? ['tmpl', 'src', policy.template.from, 'dst', policy.template.to, 'proto', 'esp', 'mode', 'tunnel']
    : []),
]

/** Gives the words after `ip`. Rules without an address need `ip -6` for IPv6. */
function ipWords(request: Exclude<Request, { kind: 'ruleset' | 'delete-table' }>): Words {
  switch (request.kind) {
    case 'add-link':
      return ['link', 'add', request.name, 'mtu', String(request.mtu), ...typeWords(request.type)]
    case 'add-tun':
      return ['tuntap', 'add', 'dev', request.name, 'mode', request.mode, 'user', String(request.user)]
    case 'set-link':
      return [
        'link',
        'set',
        request.name,
        ...option('mtu', request.mtu),
        ...option('alias', request.alias),
        'up',
        ...(request.type ? typeWords(request.type) : []),
      ]
    case 'delete-link':
      return ['link', 'delete', request.name]
    case 'add-address': {
      const { address, prefixLength, interface: link } = request
      const nodad = flag('nodad', familyOf(address) === 6)
      return ['address', 'add', `${address}/${prefixLength}`, 'dev', link, 'noprefixroute', ...nodad]
    }
    case 'delete-address':
      return ['address', 'delete', `${request.address}/${request.prefixLength}`, 'dev', request.interface]
    case 'replace-route':
      return [
        'route',
        'replace',
        request.to,
        ...option('via', request.via),
        'dev',
        request.interface,
        'table',
        String(table),
        'proto',
        String(routeProtocol),
        ...option('mtu', request.mtu),
        ...option('advmss', request.advmss),
      ]
    case 'delete-route':
      return [
        'route',
        'delete',
        request.to,
        ...option('dev', request.interface),
        'table',
        String(table),
        'proto',
        String(routeProtocol),
      ]
    case 'add-rule':
      return ['rule', 'add', ...ruleWords(request)]
    case 'delete-rule':
      return ['rule', 'delete', ...ruleWords(request)]
    case 'add-policy':
      return ['xfrm', 'policy', 'add', ...policyWords(request)]
    case 'delete-policy':
      return [
        'xfrm',
        'policy',
        'delete',
        'dir',
        request.direction,
        'index',
        String(request.index),
        ...option('if_id', request.ifId),
      ]
    case 'add-state':
      return [
        'xfrm',
        'state',
        'add',
        'src',
        request.source,
        'dst',
        request.destination,
        'proto',
        'esp',
        'spi',
        String(request.spi),
        'mode',
        'tunnel',
        ...request.algorithms,
        'if_id',
        String(request.ifId),
        ...option('output-mark', request.outputMark),
      ]
    case 'delete-state': {
      const { source, destination, protocol, spi } = request
      return ['xfrm', 'state', 'delete', 'src', source, 'dst', destination, 'proto', protocol, 'spi', spi]
    }
  }
}

/** Gives the command as words: a program and its arguments. Of nftables the first line stands for all. It may hold keys (`secret-words.ts`). */
export function requestWords(request: Request): Words {
  if (request.kind === 'ruleset') return ['nft', request.lines[0] ?? '']
  if (request.kind === 'delete-table') return ['nft', 'delete', 'table', 'inet', request.table]
  const family = 'family' in request && request.family === 6 ? ['-6'] : []
  return ['ip', ...family, ...ipWords(request)]
}
