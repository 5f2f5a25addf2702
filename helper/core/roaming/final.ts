/**
 * Lists the failures that end all attempts: those that patience does not cure, and refusals that asking again makes
 * worse.
 */
import type { ProblemCode } from '../../contract/problem.ts'

/** The cause stands in the profile: another attempt would read the same. */
const inTheProfile: ReadonlySet<ProblemCode> = new Set([
  'profile-unreadable',
  'key-encrypted',
  'certificate-key-mismatch',
  'openvpn-static-key-gone',
])

/** A gateway may lock an account that gives it a wrong password again and again. */
const ofCredentials: ReadonlySet<ProblemCode> = new Set(['refused-by-gateway', 'openvpn-auth-failed'])

/**
 * Everything else is tried again: a clock is set, a package is installed, a lease expires, a gateway is mended, and what nobody
 * authenticated may be forged (RFC 7296, 2.21.1).
 */
export const isFinal = (code: ProblemCode, authenticated: boolean): boolean =>
  inTheProfile.has(code) || (authenticated && ofCredentials.has(code))
