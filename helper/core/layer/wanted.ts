/**
 * Plans all that the tunnel of an established carrier needs now. The plan is made again with every look, so that
 * another MTU of the underlay, another address of the gateway, or a link of the routed network that comes up is a
 * difference like any other. Pure.
 */
import type { Finding } from '../../contract/problem.ts'
import type { Profile } from '../../contract/profile.ts'
import type { Underlay } from '../../contract/snapshot.ts'
import type { Change, LinkSysctlChange } from '../change/change.ts'
import { withinMeans } from '../change/means.ts'
import type { Observed } from '../change/observed.ts'
import { networksOnLinks } from '../change/surroundings.ts'
import { done, type Outcome } from '../outcome.ts'
import { type PlacedBehind, reachableOnLink } from './behind.ts'
import { devicesBefore } from './devices-before.ts'
import type { Established } from './established.ts'
import { linksOf } from './links.ts'
import { type PathMtuKnown, planTunnel, type TunnelPlan } from './plan-tunnel.ts'

export interface WantedTunnel {
  /** The changes, in the order in which they are made. */
  readonly changes: readonly Change[]
  readonly plan: TunnelPlan
  readonly findings: readonly Finding[]
}

const isOff = (name: string, { settings }: Observed) =>
  settings.some((one) => one.name === 'disable_ipv6' && one.interface === name && one.value !== 0)

/** Switches IPv6 on for our links, on a machine that has it switched off for all links or for new ones. */
function ipv6Switches(profile: Profile, now: Observed): LinkSysctlChange[] {
  const everywhere = isOff('all', now) || isOff('default', now)
  return linksOf(profile)
    .filter((link) => everywhere || isOff(link, now))
    .map((link) => ({ kind: 'link-sysctl', interface: link, name: 'disable_ipv6', value: 0 }))
}

const isLink = ({ kind }: Change) => kind === 'link' || kind === 'link-setting'

/** These settings are made after the last link, and before the addresses on it. */
function withSwitches(changes: readonly Change[], switches: readonly LinkSysctlChange[]): readonly Change[] {
  const afterLinks = changes.findLastIndex(isLink) + 1
  return [...changes.slice(0, afterLinks), ...switches, ...changes.slice(afterLinks)]
}

export function wantedTunnel(
  profile: Profile,
  established: Established,
  underlay: Underlay,
  known: PathMtuKnown,
  placed: PlacedBehind,
  now: Observed,
): Outcome<WantedTunnel> {
  const others = networksOnLinks(now).filter(({ link }) => link !== underlay.interface)
  const networks = others.map(({ network }) => network)
  const planned = planTunnel(profile, established, underlay, known, placed.behind, networks)
  if (!planned.ok) return planned
  const means = withinMeans(planned.value.changes, now)
  const findings = [...planned.value.findings, ...means.findings, ...placed.findings]
  return done({
    changes: [
      ...devicesBefore(profile),
      ...withSwitches(means.changes, ipv6Switches(profile, now)),
      ...(placed.behind ? reachableOnLink(placed.behind, now) : []),
    ],
    plan: planned.value,
    findings,
  })
}
