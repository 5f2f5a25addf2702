/** This module makes ratios of the figures of alternating runs, against a baseline measured in the same run. */

export interface Spread {
  readonly min: number
  readonly median: number
  readonly max: number
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? Number.NaN
  const middle = sorted.length / 2
  return { min: at(0), median: (at(Math.floor(middle - 0.5)) + at(Math.floor(middle))) / 2, max: at(sorted.length - 1) }
}

export interface Comparison {
  readonly what: string
  readonly baseline: string
  readonly unit: string
  /** The goal is a ratio: at most this where less is better, at least this where more is. */
  readonly goal: { readonly atMost: number } | { readonly atLeast: number }
  readonly ours: readonly number[]
  readonly theirs: readonly number[]
}

const round = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(2))
export const words = ({ min, median, max }: Spread, unit: string) =>
  `${round(median)} ${unit} (${round(min)}–${round(max)})`

/** The ratio is that of the medians; run by run it would compare a slow moment with a fast one. */
export function report({ what, baseline, unit, goal, ours, theirs }: Comparison): string {
  const [a, b] = [spread(ours), spread(theirs)]
  const ratio = (a.median / b.median).toFixed(2)
  const aim = 'atMost' in goal ? `at most ${goal.atMost.toFixed(2)}` : `at least ${goal.atLeast.toFixed(2)}`
  return `${what}: ${ratio} of ${baseline}, goal ${aim}\n    ours ${words(a, unit)}, ${ours.length} runs; ${baseline} ${words(b, unit)}, ${theirs.length} runs`
}

/** Runs one of each in turn, so that a machine that slows down slows all. */
export async function alternate<Name extends string>(
  runs: number,
  contenders: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, readonly number[]>> {
  const names = Object.keys(contenders) as Name[]
  const figures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>
  for (let run = 0; run < runs; run += 1) for (const name of names) figures[name].push(await contenders[name]())
  return figures
}
