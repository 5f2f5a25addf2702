/** Steps of the test under the headings that people read; the order stays the plan's. */
import type { Check } from '../helper/contract/connectivity.ts'
import { placeNames } from '../main/contract/words/layers.ts'

/** A step of the plan; without a check it has not run yet. */
export interface PlannedStep {
  readonly id: string
  readonly layer: Check['layer']
  readonly title: string
  readonly check?: Check | undefined
}

export interface Group {
  readonly title: string
  readonly steps: readonly PlannedStep[]
}

/** The layers that carry are one thing to look at; every other place is its own heading. */
const tunnel = new Set<Check['layer']>(['ike', 'esp', 'openvpn', 'tinc', 'gre', 'ip6ip6'])
const headingOf = (layer: Check['layer']) => {
  if (tunnel.has(layer)) return 'Tunnel'
  return layer === 'router' ? placeNames.link : placeNames[layer]
}

export function groupSteps(steps: readonly PlannedStep[]): Group[] {
  const groups: { title: string; steps: PlannedStep[] }[] = []
  for (const step of steps) {
    const title = headingOf(step.layer)
    const known = groups.find((group) => group.title === title)
    if (known) known.steps.push(step)
    else groups.push({ title, steps: [step] })
  }
  return groups
}
