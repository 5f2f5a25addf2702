/** File name patterns of include lines, without a folder: "ipsec.d/*.conf" among the files given. */
import { baseName } from './certificates.ts'

/** "*" for any run of characters, "?" for one; anything else is itself. */
export function matchesPattern(pattern: string, name: string): boolean {
  const wanted = baseName(pattern)
  const given = baseName(name)
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
