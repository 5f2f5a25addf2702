/** Writes the messages that make and delete policy rules (ip-rule(8), linux/fib_rules.h). */
import { mainTable } from '../change/marks.ts'
import type { RuleRequest } from '../change/request.ts'
import { prefixOf } from '../ip.ts'
import { bytesOfAddress, familyNumber } from './address.ts'
import { optional } from './attributes.ts'
import { joined, structure, u32Bytes, zeroEnded } from './bytes.ts'
import { type Question, tell } from './question.ts'
import { rule, ruleHeader } from './rules.ts'

/** linux/rtnetlink.h */
const RTM_NEWRULE = 32
const RTM_DELRULE = 33
/** FR_ACT_… (linux/fib_rules.h) */
const act = { lookup: 1, goto: 2, unreachable: 7 } as const

const number = (type: number, value: number | null | undefined) =>
  optional(type, value === undefined || value === null ? undefined : u32Bytes(value))
const name = (type: number, value: string | undefined) =>
  optional(type, value === undefined ? undefined : zeroEnded(value))
const prefix = (type: number, value: string | undefined) =>
  optional(type, value === undefined ? undefined : bytesOfAddress(prefixOf(value).address))
const lengthOf = (value: string | undefined) => (value === undefined ? 0 : prefixOf(value).length)

function actionOf(action: RuleRequest['action']): { readonly number: number; readonly attributes: Uint8Array } {
  if ('unreachable' in action) return { number: act.unreachable, attributes: new Uint8Array(0) }
  if ('goto' in action) return { number: act.goto, attributes: number(rule.goto, action.goto) }
  const table = action.lookup === 'main' ? mainTable : action.lookup
  const suppressed = number(rule.suppressLength, action.suppressPrefixLength)
  return { number: act.lookup, attributes: joined(number(rule.table, table), suppressed) }
}

export function ruleMessage({ kind, family, priority, selector, action, protocol }: RuleRequest): Question {
  const { from, to, fwmark, iif, oif, user } = selector
  const does = actionOf(action)
  const head = structure(ruleHeader, [
    [0, Uint8Array.of(familyNumber[family], lengthOf(to), lengthOf(from))],
    [7, Uint8Array.of(does.number)],
  ])
  const body = joined(
    head,
    number(rule.priority, priority),
    prefix(rule.from, from),
    prefix(rule.to, to),
    number(rule.fwmark, fwmark),
    name(rule.iif, iif),
    name(rule.oif, oif),
    optional(rule.users, user === undefined ? undefined : joined(u32Bytes(user), u32Bytes(user))),
    does.attributes,
    optional(rule.protocol, protocol === null ? undefined : Uint8Array.of(protocol)),
  )
  return kind === 'add-rule' ? tell(0, RTM_NEWRULE, 'new', body) : tell(0, RTM_DELRULE, 'there', body)
}
