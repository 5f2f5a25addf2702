/**
 * Finds where the kernel's state differs from the plan while a tunnel is up: a person or another program has changed
 * it.
 */
import type { Finding } from '../../contract/problem.ts'
import type { LinkChange } from '../change/change.ts'
import { table } from '../change/marks.ts'
import type { Observed } from '../change/observed.ts'
import { isPresent } from '../change/present.ts'
import { finding } from '../outcome.ts'
import { behindDeviations } from './behind.ts'
import type { TunnelPlan } from './plan-tunnel.ts'

/** The laptop's own end of a link, where that end is an address of the underlay. */
const endOutside = ({ type }: LinkChange) => ('device' in type && type.device === null ? type.local : null)

export function deviations(plan: TunnelPlan, now: Observed): Finding[] {
  const findings: Finding[] = []
  for (const link of plan.links) {
    const seen = now.links.find(({ name }) => name === link.name)
    if (seen && seen.mtu !== link.mtu) {
      findings.push(finding('mtu-changed-by-hand', { interface: link.name, found: seen.mtu, expected: link.mtu }))
    }
    const end = endOutside(link)
    if (end !== null && !now.addresses.some(({ address }) => address === end))
      findings.push(finding('not-at-fixed-address', { address: end }, ['It was here when this tunnel was made.']))
  }
  for (const address of plan.addresses) {
    if (isPresent(address, now)) continue
    findings.push(finding('address-missing', { address: address.address }, [`not on ${address.interface}`]))
  }
  for (const route of plan.routes) {
    const seen = now.routes.find(({ table: at, to }) => at === table && to === route.to)
    if (!seen || seen.interface !== route.interface) {
      findings.push(finding('route-missing', { to: route.to }, [`not in table ${table} by ${route.interface}`]))
    } else if ((seen?.mtu ?? null) !== route.mtu) {
      const [found, expected] = [seen?.mtu ?? 'none', route.mtu ?? 'none'] as const
      findings.push(finding('mtu-changed-by-hand', { interface: `the route to ${route.to}`, found, expected }))
    }
  }
  return [...findings, ...(plan.behind ? behindDeviations(plan.behind, now) : [])]
}
