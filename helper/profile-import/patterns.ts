/** Patterns of names as a shell has them, for include lines and for scripts. */
import { baseName } from './certificates.ts'

/** "*" for any run of characters, "?" for one; anything else is itself. */
export function matchesGlob(wanted: string, given: string): boolean {
  // Greedy with one way back, so that no pattern takes longer than length times length.
  let at = 0
  let star = -1
  let mark = 0
  let i = 0
  while (i < given.length) {
    if (wanted[at] === '*') {
      star = at++
      mark = i
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[i])) {
      at++
      i++
    } else if (star >= 0) {
      at = star + 1
      i = ++mark
    } else return false
  }
  while (wanted[at] === '*') at++
  return at === wanted.length
}

/** Without a folder: "ipsec.d/*.conf" among the files given. */
export const matchesPattern = (pattern: string, name: string): boolean => matchesGlob(baseName(pattern), baseName(name))
