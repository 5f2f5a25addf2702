/**
 * Searches for the largest packet that passes, by rounds of probes that are sent at once. Pure: what was sent and what
 * was answered goes in, the next round or the result comes out.
 * An answer is certain, silence is not, as packets get lost. So the largest answered length stands, and the first
 * unanswered length above it counts as too long only after it was asked often enough for the loss that was seen.
 */

/**
 * The number of lengths in a round. 15 lengths cut a range into 16: two rounds settle 255 lengths to the byte, three
 * 4095.
 */
export const sizesPerRound = 15
/** The number of echoes of each length. With 15 % of the echoes lost, both are lost in 2 % of the cases. */
export const copies = 2
/**
 * The number of echoes of the first length that did not pass, where loss was seen: with 15 % lost, all are lost in 1 of
 * 90,000 cases.
 */
const verificationCopies = 6
/**
 * The distances above that length of further lengths that are asked while verifying: where one of them passes, loss had
 * misled the search.
 */
const beyond: readonly number[] = [1, 3, 8, 20]
/** The number of rounds after which the search ends: enough for the widest range (65,535), verification, and loss. */
const maximumRounds = 12

export interface Range {
  /** The shortest length that is asked. */
  readonly lowest: number
  /** The longest length that can pass, by the link's own MTU. */
  readonly highest: number
  /** A length that the result is likely at or above; the first round asks near it. */
  readonly likely?: number
}

export interface Tally {
  readonly sent: number
  readonly answered: number
}

export interface Search {
  readonly range: Range
  readonly rounds: number
  readonly tallies: ReadonlyMap<number, Tally>
}

export type Step =
  | { readonly kind: 'probe'; readonly lengths: readonly number[] }
  /** `measured` passes and `measured + 1` does not, or cannot (`highest`). */
  | { readonly kind: 'found'; readonly measured: number; readonly lossPercent: number }
  /** Not even the shortest length was answered. */
  | { readonly kind: 'nothing' }

export const startSearch = (range: Range): Search => ({ range, rounds: 0, tallies: new Map() })

/**
 * Takes the answers of a round: how many echoes of each length were sent and answered. `named` lengths are worth asking
 * next.
 */
export function observeRound(
  search: Search,
  lengths: readonly number[],
  answered: ReadonlyMap<number, number>,
): Search {
  const tallies = new Map(search.tallies)
  for (const length of new Set(lengths)) {
    const before = tallies.get(length) ?? { sent: 0, answered: 0 }
    const sent = before.sent + lengths.filter((other) => other === length).length
    tallies.set(length, { sent, answered: before.answered + (answered.get(length) ?? 0) })
  }
  return { ...search, rounds: search.rounds + 1, tallies }
}

/** Spreads lengths evenly between two others, which are not among them. */
const between = (low: number, high: number, count: number): number[] => {
  const inside = high - low - 1
  if (inside <= count) return Array.from({ length: Math.max(inside, 0) }, (_, i) => low + 1 + i)
  return Array.from({ length: count }, (_, i) => low + Math.round(((i + 1) * (high - low)) / (count + 1)))
}

const times = (lengths: readonly number[], count: number) =>
  lengths.flatMap((length) => Array.from({ length: count }, () => length))

/** The first round asks both ends of the range, and spreads the rest where the result is likely. */
function firstRound({ lowest, highest, likely = lowest }: Range): number[] {
  const from = Math.min(Math.max(likely, lowest), highest)
  const ends = new Set([lowest, from, highest])
  return [...new Set([...ends, ...between(from, highest, sizesPerRound - ends.size)])].sort((a, b) => a - b)
}

interface Bounds {
  /** The largest answered length; null while none was answered. */
  readonly low: number | null
  /** The smallest length above `low` that was asked and not answered; `highest + 1` where all were answered. */
  readonly high: number
  /** The share of echoes that were not answered although their length passes. */
  readonly loss: number
}

function boundsOf({ range, tallies }: Search): Bounds {
  const passed = [...tallies].filter(([, { answered }]) => answered > 0).map(([length]) => length)
  const low = passed.length === 0 ? null : Math.max(...passed)
  const above = [...tallies.keys()].filter((length) => length > (low ?? 0))
  const below = low === null ? [] : [...tallies].filter(([length]) => length <= low).map(([, tally]) => tally)
  const sent = below.reduce((sum, tally) => sum + tally.sent, 0)
  const answered = below.reduce((sum, tally) => sum + tally.answered, 0)
  return { low, high: Math.min(...above, range.highest + 1), loss: sent === 0 ? 0 : (sent - answered) / sent }
}

export function nextStep(search: Search): Step {
  const { range, rounds, tallies } = search
  if (rounds === 0) return { kind: 'probe', lengths: times(firstRound(range), copies) }
  const { low, high, loss } = boundsOf(search)
  // One silent round may be a link that wakes up; two silent rounds are an answer.
  if (low === null)
    return rounds > 1 ? { kind: 'nothing' } : { kind: 'probe', lengths: times(firstRound(range), copies) }
  const found: Step = { kind: 'found', measured: low, lossPercent: Math.round(loss * 100) }
  if (rounds >= maximumRounds) return found
  const open = between(low, high, sizesPerRound)
  if (open.length > 0) return { kind: 'probe', lengths: times(open, copies) }
  const doubted = high > range.highest ? 0 : verificationCopies - (tallies.get(high)?.sent ?? 0)
  if (loss === 0 || doubted <= 0) return found
  const further = beyond.map((step) => high + step).filter((length) => length <= range.highest)
  return { kind: 'probe', lengths: [...times([high], doubted), ...times(further, copies)] }
}
