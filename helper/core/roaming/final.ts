/** Failures that no patience cures: what is wrong stands in the profile, and another try would read the same there. */
import type { ProblemCode } from '../../contract/problem.ts'

const inTheProfile: ReadonlySet<ProblemCode> = new Set([
  'profile-unreadable',
  'key-encrypted',
  'certificate-key-mismatch',
  'openvpn-static-key-gone',
])

/**
 * Everything else is tried again: a refusal that nobody authenticated may be forged (RFC 7296, 2.21.1), a clock is set, a package
 * is installed, a lease expires. What a gateway said after it had proved who it is, is final as well (`CarrierFact.authenticated`).
 */
export const isFinal = (code: ProblemCode): boolean => inTheProfile.has(code)
