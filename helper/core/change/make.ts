/** Gives the requests that make a change true, in order. Changes that are no matter of the kernel's network have none. */
import type { Change, XfrmBlockChange } from './change.ts'
import { guardFilterTable } from './guard-filter.ts'
import { inputFilterTable } from './input-filter.ts'
import { routeProtocol, xfrmPriority } from './marks.ts'
import { tableLines } from './nft-table.ts'
import type { AddPolicy, Request } from './request.ts'

/** IANA's numbers of protocols. */
export const protocolNumber = { gre: 47, ipv6: 41 } as const

export const blockedDirections = ({ behindOthers, leaving }: XfrmBlockChange): readonly AddPolicy['direction'][] =>
  behindOthers === 'out' || leaving ? ['out'] : ['in', 'fwd']

/** The priority of a policy of refusal (ip-xfrm(8)): of two policies the one with the lower number has precedence. It has 32 bits, unsigned. */
const blockPriority = ({ behindOthers, leaving }: XfrmBlockChange) =>
  behindOthers ? 0xffffffff : leaving ? xfrmPriority.refuse : 1

/** All of IPv4. */
export const everywhere = '0.0.0.0/0'

export function makeRequests(change: Change): Request[] {
  switch (change.kind) {
    case 'link': {
      const { name, alias, mtu, type } = change
      // An alias cannot be given while a link is created (rtnl_create_link does not read IFLA_IFALIAS).
      if (type.kind !== 'tun')
        return [
          { kind: 'add-link', name, mtu, type },
          { kind: 'set-link', name, alias },
        ]
      return [
        { kind: 'add-tun', name, mode: type.mode, user: type.user },
        { kind: 'set-link', name, alias, mtu },
      ]
    }
    case 'link-setting': {
      const { name, mtu, type } = change
      return [{ kind: 'set-link', name, mtu, ...(type.kind === 'tun' ? {} : { type }) }]
    }
    case 'address': {
      const { interface: link, address, prefixLength } = change
      return [{ kind: 'add-address', interface: link, address, prefixLength }]
    }
    case 'route':
      return [{ ...change, kind: 'replace-route' }]
    case 'rule':
      return [{ ...change, kind: 'add-rule', protocol: routeProtocol }]
    case 'xfrm-block': {
      const { source, destination, protocol } = change
      const priority = blockPriority(change)
      return blockedDirections(change).map((direction) => ({
        kind: 'add-policy',
        source,
        destination,
        direction,
        protocol: protocol === null ? undefined : protocolNumber[protocol],
        priority,
        action: 'block',
      }))
    }
    case 'xfrm-pass':
      return [
        {
          kind: 'add-policy',
          source: everywhere,
          destination: everywhere,
          direction: 'out',
          interface: change.interface,
          priority: xfrmPriority.pass,
          action: 'allow',
        },
      ]
    case 'xfrm-state':
      return [{ ...change, kind: 'add-state' }]
    case 'xfrm-policy': {
      const { source, destination, direction, ifId, from, to } = change
      const template = { from, to }
      return [{ kind: 'add-policy', source, destination, direction, priority: 0, action: 'allow', ifId, template }]
    }
    case 'input-filter':
      return [{ kind: 'ruleset', lines: tableLines(inputFilterTable(change)) }]
    case 'guard-filter':
      return [{ kind: 'ruleset', lines: tableLines(guardFilterTable(change)) }]
    case 'link-sysctl':
    case 'sysctl':
    case 'xfrm-owner':
    case 'folder':
    case 'process':
      return []
  }
}
