/**
 * Finds the policy rules that a packet meets, in the kernel's order (fib_rules_lookup in net/core/fib_rules.c). They tell which program's
 * rule decides where the laptop's own packets go. Pure.
 */
import { contains, overlaps } from '../ip.ts'
import type { Family } from './change.ts'
import type { ObservedRule } from './observed.ts'

/** A packet of the laptop's own whose socket chose neither a link nor a source address. */
export interface Packet {
  readonly family: Family
  /** An address as a host prefix; or a prefix, for packets to any part of it. */
  readonly to: string
  /** 0 where the packet bears no mark. */
  readonly fwmark: number
  readonly user?: number | undefined
}

const allBits = 0xffffffff

/** Whether the rule's selector takes the packet. Selectors of forwarded packets, and of sockets that chose more, never do. */
function selects(rule: ObservedRule, { to, fwmark, user }: Packet): boolean {
  const { fwmark: mark, fwmask = allBits } = rule
  // A rule with `not` passes over a packet to a prefix only where the whole prefix is among the destinations that it excepts.
  const toward = rule.to === undefined || (rule.not ? contains(rule.to, to) : overlaps(rule.to, to))
  return (
    toward &&
    (mark === undefined || (fwmark & fwmask) >>> 0 === (mark & fwmask) >>> 0) &&
    (rule.user === undefined || rule.user === user) &&
    rule.from === undefined &&
    rule.oif === undefined &&
    (rule.iif === undefined || rule.iif === 'lo') &&
    rule.narrower !== true
  )
}

const meets = (rule: ObservedRule, packet: Packet) => (rule.not ? !selects(rule, packet) : selects(rule, packet))

/** @param rules in the kernel's order: by priority, and those of one priority in the order in which they were made */
export function rulesMet(rules: readonly ObservedRule[], packet: Packet): readonly ObservedRule[] {
  const ofFamily = rules.filter(({ family }) => family === packet.family)
  const met: ObservedRule[] = []
  for (let at = 0; at < ofFamily.length; at += 1) {
    const rule = ofFamily[at]
    if (!rule || !meets(rule, packet)) continue
    if (rule.goto === undefined) {
      met.push(rule)
      continue
    }
    // The kernel passes over a jump while no rule has the priority that it names.
    const target = ofFamily.findIndex(({ priority }) => priority === rule.goto)
    if (target > at) at = target - 1
  }
  return met
}

/** Prints a rule as ip-rule(8) does: "0: not from all fwmark 0xca6c lookup 51820". */
export function ruleText(rule: ObservedRule): string {
  const { priority, from, to, fwmark, fwmask, iif, oif, user, table, suppressPrefixLength } = rule
  const hex = (value: number) => `0x${value.toString(16)}`
  return [
    `${priority}:`,
    ...(rule.not ? ['not'] : []),
    `from ${from ?? 'all'}`,
    ...(to === undefined ? [] : [`to ${to}`]),
    ...(fwmark === undefined ? [] : [`fwmark ${hex(fwmark)}${fwmask === undefined ? '' : `/${hex(fwmask)}`}`]),
    ...(iif === undefined ? [] : [`iif ${iif}`]),
    ...(oif === undefined ? [] : [`oif ${oif}`]),
    ...(user === undefined ? [] : [`uidrange ${user}-${user}`]),
    ...(rule.unreachable ? ['unreachable'] : rule.refusal === undefined ? [] : [rule.refusal]),
    ...(rule.goto === undefined ? [] : [`goto ${rule.goto}`]),
    ...(table === undefined ? [] : [`lookup ${table === 254 ? 'main' : table}`]),
    ...(suppressPrefixLength === undefined ? [] : [`suppress_prefixlength ${suppressPrefixLength}`]),
  ].join(' ')
}
