/**
 * Finds where the kernel differs from what was made of the tunnel: a person or another program has changed it. Nothing is repaired here. The
 * loop puts missing parts back in the same turn, so that a finding stays only where the system refuses that, or where another
 * program takes the part away again and again. A route's next hop and MSS are not compared.
 */
import type { Finding } from '../../contract/problem.ts'
import type { Change, LinkChange } from '../change/change.ts'
import { table } from '../change/marks.ts'
import type { Observed } from '../change/observed.ts'
import { isPresent } from '../change/present.ts'
import { finding } from '../outcome.ts'
import { behindDeviations } from './behind.ts'
import type { TunnelPlan } from './plan-tunnel.ts'

/** The laptop's own end of a link, where that end is an address of the underlay. */
const endOutside = ({ type }: LinkChange) => ('device' in type && type.device === null ? type.local : null)

/** @param made what was made; what is planned and not made yet is no deviation, such as routes with an MTU that was only just measured */
export function deviations(plan: TunnelPlan, made: readonly Change[], now: Observed): Finding[] {
  const texts = new Set(made.map((change) => JSON.stringify(change)))
  const wasMade = (change: Change) => texts.has(JSON.stringify(change))
  const findings: Finding[] = []
  for (const link of plan.links) {
    const seen = now.links.find(({ name }) => name === link.name)
    if (seen && seen.mtu !== link.mtu && wasMade({ ...link, kind: 'link-setting' }))
      findings.push(finding('mtu-changed-by-hand', { interface: link.name, found: seen.mtu, expected: link.mtu }))
    const end = endOutside(link)
    if (end !== null && !now.addresses.some(({ address }) => address === end))
      findings.push(finding('not-at-fixed-address', { address: end }, ['It was here when this tunnel was made.']))
  }
  for (const address of plan.addresses) {
    if (isPresent(address, now) || !wasMade(address)) continue
    findings.push(finding('address-missing', { address: address.address }, [`not on ${address.interface}`]))
  }
  for (const route of plan.routes) {
    if (isPresent(route, now) || !wasMade(route)) continue
    const other = now.routes.find(
      ({ table: at, to, interface: by }) => at === table && to === route.to && by === route.interface,
    )
    const [found, expected] = [other?.mtu ?? 'none', route.mtu ?? 'none'] as const
    findings.push(
      other
        ? finding('mtu-changed-by-hand', { interface: `the route to ${route.to}`, found, expected })
        : finding('route-missing', { to: route.to }, [`not in table ${table} by ${route.interface}`]),
    )
  }
  return [...findings, ...(plan.behind ? behindDeviations(plan.behind, now) : [])]
}
