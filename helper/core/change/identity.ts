/** Names the object of the system that a change is about: two changes of one identity cannot both be true. The name holds no secret. */
import { familyOf } from '../ip.ts'
import type { Change } from './change.ts'

export function identityOf(change: Change): string {
  switch (change.kind) {
    case 'link':
    case 'link-setting':
      return `${change.kind} ${change.name}`
    case 'address':
      return `address ${change.address} ${change.interface}`
    // The kernel holds one route for each destination, metric and table: ours have one metric.
    case 'route':
      return `route ${familyOf(change.to)} ${change.to}`
    case 'xfrm-state':
      return `xfrm-state ${change.destination} ${change.spi}`
    case 'link-sysctl':
    case 'sysctl':
      return `${change.kind} ${change.interface} ${change.name}`
    case 'folder':
      return `folder ${change.path}`
    case 'process':
      return `process ${change.role}`
    // One table of ours each, made and replaced as a whole.
    case 'input-filter':
    case 'guard-filter':
      return change.kind
    case 'rule':
    case 'xfrm-block':
    case 'xfrm-pass':
    case 'xfrm-policy':
    case 'xfrm-owner':
      return JSON.stringify(change)
  }
}

const replaceable: ReadonlySet<Change['kind']> = new Set([
  'route',
  'link-setting',
  'link-sysctl',
  'input-filter',
  'guard-filter',
])

/**
 * Tells whether a change of this kind replaces an older one in one step, so that neither is missing in between: by `ip route replace`,
 * `ip link set`, one transaction of nft, or a file that is written.
 */
export const isReplaceable = ({ kind }: Change): boolean => replaceable.has(kind)
