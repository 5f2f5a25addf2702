/**
 * A problem is an expected failure as a value: a code with typed arguments.
 * Its words (message and remedies) are added in one place, `helper/core/problem/wording.ts`, so that the
 * window, the tray, the command line and a mailed report all say the same.
 */
import * as v from 'valibot'
import type { ProblemArgsOf } from './problem-args.ts'

/** The layers a problem can lie in, outer to inner: the order in which the connectivity test walks. */
export const layerNames = [
  'link',
  'router',
  'internet',
  'gateway',
  'ike',
  'esp',
  'openvpn',
  'tinc',
  'gre',
  'ip6ip6',
  'address',
  'route',
  'mtu',
  'dns',
  'home',
  'ipv6-internet',
  'inbound',
] as const
/** `helper` and `profile` are not on the path: the program itself, and what the person wrote. */
export const LayerName = v.picklist([...layerNames, 'helper', 'profile'])
export type LayerName = v.InferOutput<typeof LayerName>

export const Severity = v.picklist(['info', 'attention', 'fatal'])
export type Severity = v.InferOutput<typeof Severity>

/** Every code is described, with its layer, severity and words, in `helper/core/problem/wording.ts`. */
export const problemCodes = [
  // the machine
  'not-root',
  'kernel-without',
  'program-missing',
  'program-too-old',
  'daemon-died',
  'profile-unreadable',
  'effect-failed',
  'residue',
  'name-taken',
  // the underlay
  'no-underlay',
  'no-address',
  'router-silent',
  'address-conflict',
  'network-overlap',
  // the gateway's name and its answers
  'gateway-unresolved',
  'gateway-silent',
  'gateway-busy',
  // IKE: who we are to each other
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-other-name',
  'certificate-unknown-authority',
  'certificate-revoked',
  'certificate-missing-intermediate',
  'certificate-key-mismatch',
  'key-encrypted',
  'gateway-not-authenticated',
  'refused-by-gateway',
  // IKE and ESP: what we agree on
  'no-common-ike-proposal',
  'no-common-esp-proposal',
  'selectors-refused',
  'transport-behind-nat',
  'transport-refused',
  'no-virtual-address',
  'no-autoconfigured-address',
  'no-dhcpv6-address',
  'dhcpv6-lease-ended',
  'other-virtual-address',
  'ike-failed',
  // fixed ends
  'underlay-without-ipv6',
  'not-at-fixed-address',
  'weak-algorithms',
  // OpenVPN
  'openvpn-silent',
  'openvpn-port-closed',
  'openvpn-tls-failed',
  'openvpn-auth-failed',
  'openvpn-key-mismatch',
  'openvpn-key-unanswered',
  'openvpn-broken-off',
  'openvpn-static-key-gone',
  'openvpn-options-refused',
  // tinc
  'tinc-silent',
  'tinc-port-closed',
  'tinc-rejected',
  'tinc-wrong-key',
  // inside
  'esp-silent',
  'gre-silent',
  'ip6ip6-silent',
  'tunnel-silent',
  'address-missing',
  'addresses-open',
  'behind-link-missing',
  'behind-not-forwarded',
  'behind-link-outside',
  'behind-without-filter',
  'route-missing',
  'route-overridden',
  'guard-missing',
  'guard-without-filter',
  // other programs on this laptop
  'rule-before-ours',
  'gateway-in-other-tunnel',
  'link-has-home',
  'link-has-remote-network',
  'routes-unlisted',
  // size
  'mtu-below-expected',
  'mtu-below-1280',
  'mtu-unmeasured',
  'mtu-changed-by-hand',
  // home and beyond
  'home-host-silent',
  'ipv6-internet-silent',
  // time
  'timed-out',
  'carrier-gone',
  'contested',
  'system-unreadable',
  'system-slow',
  'internal-error',
] as const
export const ProblemCode = v.picklist(problemCodes)
export type ProblemCode = v.InferOutput<typeof ProblemCode>

/** Arguments of a problem as they go over the socket; which ones each code has is written in `problem-args.ts`. */
export const ProblemArgs = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))
export type ProblemArgs = v.InferOutput<typeof ProblemArgs>

/** What a part of the helper reports: no words yet. The code tells which arguments there are. */
export type FindingOf<Code extends ProblemCode> = {
  readonly [One in Code]: {
    readonly code: One
    readonly args: ProblemArgsOf[One]
    /** The lines that prove the problem, as a daemon or the kernel wrote them. They hold no secret. */
    readonly evidence: readonly string[]
  }
}[Code]
export type Finding = FindingOf<ProblemCode>

/** What Roam6 itself can do about a problem. What only a person can do stands among the remedies alone. */
export const acts = ['connect-again', 'other-profile', 'start-helper', 'disconnect'] as const
export const Act = v.picklist(acts)
export type Act = v.InferOutput<typeof Act>

/** An act, and the place of the remedy that the act carries out; absent where the act is beside all of them. */
export const RemedyAct = v.object({ act: Act, remedy: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))) })
export type RemedyAct = v.InferOutput<typeof RemedyAct>

export const Problem = v.object({
  code: ProblemCode,
  layer: LayerName,
  severity: Severity,
  args: ProblemArgs,
  evidence: v.array(v.string()),
  /** One sentence, the cause in the person's words; fit to be a title. */
  message: v.string(),
  /** At most two things to do, the likelier first. */
  remedies: v.array(v.string()),
  /** Those that Roam6 can carry out, the likelier first; absent where it can do nothing. */
  acts: v.optional(v.array(RemedyAct)),
})
export type Problem = v.InferOutput<typeof Problem>
