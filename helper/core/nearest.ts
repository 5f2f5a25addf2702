/** A misspelt word is matched to the word that was meant, for “did you mean …”. */

/** Counts the letters that are added, left out, changed, or swapped with their neighbour (optimal string alignment). */
export function editDistance(from: string, to: string): number {
  let before: number[] = []
  let above = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      current[column] = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = above
    above = current
  }
  return above[to.length] ?? 0
}

/** A longer word is no slip of a known one, and would take long to compare. */
const longest = 64

/** Capitals and underscores are not told apart from small letters and hyphens. */
const plain = (word: string) => word.toLowerCase().replaceAll('_', '-')

/** Returns the candidate nearest to the word, or the one that it begins; undefined where a third of the word and more would have to change. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > longest) return undefined
  const most = Math.min(3, Math.max(1, Math.floor(word.length / 3)))
  const [best] = candidates
    .filter((candidate) => Math.abs(candidate.length - word.length) <= most)
    .map((candidate) => ({ candidate, distance: editDistance(plain(word), plain(candidate)) }))
    .filter(({ candidate, distance }) => distance <= most && distance < candidate.length)
    .sort((a, b) => a.distance - b.distance)
  return best?.candidate ?? begun(word, candidates)
}

/** A word of fewer letters may be the beginning of anything. */
const shortest = 3

/** Returns the one candidate that the word is the beginning of: "proto" is "protocol". */
function begun(word: string, candidates: readonly string[]): string | undefined {
  if (word.length < shortest) return undefined
  const [only, another] = candidates.filter((candidate) => plain(candidate).startsWith(plain(word)))
  return another === undefined ? only : undefined
}

/** Returns "; did you mean “up”?", or nothing where no candidate is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const meant = nearest(word, candidates)
  return meant === undefined ? '' : `; did you mean “${meant}”?`
}
