/** Policy rules (ip-rule(8), linux/fib_rules.h). */
import type { ObservedRule } from '../change/observed.ts'
import { addressText, familyOfNumber } from './address.ts'
import { type Attributes, attributes } from './attributes.ts'
import { text, u8, u32 } from './bytes.ts'
import { dump } from './question.ts'

/** linux/rtnetlink.h */
const RTM_GETRULE = 34
/** Length of struct fib_rule_hdr. */
export const ruleHeader = 12

/** FRA_… */
export const rule = {
  to: 1,
  from: 2,
  iif: 3,
  goto: 4,
  priority: 6,
  fwmark: 10,
  tunnel: 12,
  suppressLength: 14,
  table: 15,
  fwmask: 16,
  oif: 17,
  masterDevice: 19,
  users: 20,
  protocol: 21,
  ipProtocol: 22,
  fromPorts: 23,
  toPorts: 24,
  differentiatedServices: 25,
  flowLabel: 26,
} as const
/** FIB_RULE_INVERT */
const inverted = 0x2
/** FR_ACT_…, those that end a lookup without a route. */
const refusals: Readonly<Record<number, 'blackhole' | 'unreachable' | 'prohibit'>> = {
  6: 'blackhole',
  7: 'unreachable',
  8: 'prohibit',
}
const allBits = 0xffffffff

/** Of all families. */
export const askRules = dump(0, RTM_GETRULE, new Uint8Array(ruleHeader))

const number = (found: Attributes, type: number): number | undefined => {
  const content = found.get(type)
  return content && u32(content)
}

const name = (found: Attributes, type: number): string | undefined => {
  const content = found.get(type)
  return content && text(content)
}

/** Where the rule is for one user alone: struct fib_rule_uid_range has the first and the last. */
const onlyUser = (range: Uint8Array | undefined): number | undefined =>
  range && u32(range, 0) === u32(range, 4) ? u32(range, 0) : undefined

/** Selectors that `ObservedRule` has no member for; the kernel names each only where it is set. */
const further = [
  rule.tunnel,
  rule.masterDevice,
  rule.ipProtocol,
  rule.fromPorts,
  rule.toPorts,
  rule.differentiatedServices,
  rule.flowLabel,
]

/** Undefined for families that are neither IPv4 nor IPv6: multicast routing has rules of its own. */
export function decodeRule(body: Uint8Array): ObservedRule | undefined {
  const family = familyOfNumber(u8(body, 0))
  if (family === undefined) return undefined
  const found = attributes(body, ruleHeader)
  const prefix = (type: number, length: number) => {
    const address = found.get(type)
    return address && `${addressText(address)}/${length}`
  }
  // A mark of 0 is left out; its mask is there where a mark is looked at.
  const fwmask = number(found, rule.fwmask)
  const fwmark = number(found, rule.fwmark) ?? (fwmask === undefined ? undefined : 0)
  const table = number(found, rule.table) ?? u8(body, 4)
  const suppressed = number(found, rule.suppressLength)
  const users = found.get(rule.users)
  const user = onlyUser(users)
  const protocol = found.get(rule.protocol)
  const refusal = refusals[u8(body, 7)]
  const typeOfService = u8(body, 3)
  const target = number(found, rule.goto)
  return {
    family,
    priority: number(found, rule.priority) ?? 0,
    protocol: protocol ? String(u8(protocol, 0)) : '',
    to: prefix(rule.to, u8(body, 1)),
    from: prefix(rule.from, u8(body, 2)),
    iif: name(found, rule.iif),
    fwmark,
    oif: name(found, rule.oif),
    user,
    table: table === 0 ? undefined : table,
    suppressPrefixLength: suppressed === allBits ? undefined : suppressed,
    unreachable: refusal === 'unreachable',
    ...(target === undefined ? {} : { goto: target }),
    ...(refusal === undefined || refusal === 'unreachable' ? {} : { refusal }),
    ...((u32(body, 8) & inverted) === 0 ? {} : { not: true as const }),
    ...(fwmask === undefined || fwmask === allBits ? {} : { fwmask }),
    ...(typeOfService !== 0 || (users && user === undefined) || further.some((type) => found.has(type))
      ? { narrower: true as const }
      : {}),
  }
}
