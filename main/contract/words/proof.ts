/** This module names the packet that proves the verdict of a connectivity test. */
import type { Check, TestReport } from '../../../helper/contract/connectivity.ts'
import { kindOf } from './checks.ts'
import { placeNames } from './layers.ts'

const tunnelLayers: readonly Check['layer'][] = ['ike', 'esp', 'openvpn', 'tinc', 'gre', 'ip6ip6']

/** The strongest proof first; each by the kind of check whose answer it is. `through` names the innermost layer. */
const proofs: readonly (readonly [kind: string, words: (check: Check, through: string) => string])[] = [
  ['home-host', ({ id }, through) => `An answer from ${id.slice(id.indexOf(':') + 1)} through ${through} proves it.`],
  ['ipv6-internet', (_, through) => `An answer from the IPv6 internet through ${through} proves it.`],
  ['gre', () => 'An answer through GRE proves it.'],
  ['ip6ip6', () => 'An answer through ip6ip6 proves it.'],
  ['esp', () => 'Packets that came back through ESP prove it.'],
  ['esp-carries', () => 'Packets that came back through ESP prove it.'],
  ['openvpn-carries', () => 'Packets that came back through OpenVPN prove it.'],
  ['tinc-carries', () => 'Packets that came back through tinc prove it.'],
  ['gateway-udp-500', () => 'An answer to IKE on UDP 500 proves it.'],
  ['gateway-udp-4500', () => 'An answer to IKE on UDP 4500 proves it.'],
  ['gateway-ping', () => 'An answer to a ping proves it.'],
  ['internet', () => 'An answer to a ping proves it.'],
]

/** Undefined where no check of the report is a proof. */
export function proofOf({ checks }: TestReport): string | undefined {
  const passed = checks.filter(({ result }) => result === 'pass')
  const innermost = passed.findLast(({ layer }) => tunnelLayers.includes(layer))
  const through = innermost ? placeNames[innermost.layer] : 'the tunnel'
  for (const [kind, say] of proofs) {
    const check = passed.find(({ id }) => kindOf(id) === kind)
    if (check) return say(check, through)
  }
  return undefined
}

/** Whether a test ended with neither a pass nor a failure: what was asked went unanswered, and silence alone proves nothing. */
export const provesNothing = ({ verdict, checks }: Pick<TestReport, 'verdict' | 'checks'>): boolean =>
  verdict === 'warn' && checks.every(({ result }) => result !== 'warn' && result !== 'fail')
