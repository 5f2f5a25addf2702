import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextStep, observeRound, type Range, type Step, startSearch } from './search.ts'

/** A path that carries so much, and loses each echo with this chance. */
function run(range: Range, mtu: number, lost: () => boolean) {
  let search = startSearch(range)
  let packets = 0
  let bytes = 0
  for (;;) {
    const step: Step = nextStep(search)
    if (step.kind !== 'probe') return { step, rounds: search.rounds, packets, bytes }
    packets += step.lengths.length
    bytes += step.lengths.reduce((sum, length) => sum + length, 0)
    const answered = new Map<number, number>()
    for (const length of step.lengths)
      if (length <= mtu && !lost()) answered.set(length, (answered.get(length) ?? 0) + 1)
    search = observeRound(search, step.lengths, answered)
  }
}
const never = () => false

/** Reproducible chance: a linear congruential generator (Numerical Recipes' constants). */
const chance = (seed: number, percent: number) => {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32 < percent / 100
  }
}

describe('the search for the path MTU', () => {
  const tunnel: Range = { lowest: 576, highest: 1414, likely: 1280 }

  it('settles a healthy path in one round', () => {
    expect(run(tunnel, 1414, never)).toMatchObject({ step: { kind: 'found', measured: 1414 }, rounds: 1 })
  })

  it('finds a shorter one to the byte in two rounds, 60 packets, 85 kB', () => {
    for (const mtu of [1406, 1314, 1294, 1280, 1281, 1413]) {
      const { step, rounds, packets, bytes } = run(tunnel, mtu, never)
      expect(step).toMatchObject({ kind: 'found', measured: mtu })
      expect(rounds).toBeLessThanOrEqual(2)
      expect(packets).toBeLessThanOrEqual(60)
      expect(bytes).toBeLessThanOrEqual(85_000)
    }
  })

  it('finds below the likely range too', () => {
    for (const mtu of [576, 577, 1000, 1264, 1279])
      expect(run(tunnel, mtu, never).step).toMatchObject({ kind: 'found', measured: mtu })
  })

  it('says so when nothing comes back, after two rounds', () => {
    expect(run(tunnel, 0, never)).toMatchObject({ step: { kind: 'nothing' }, rounds: 2 })
  })

  it('is exact over any range and any path', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 48, max: 9000 }),
        fc.integer({ min: 0, max: 56_000 }),
        fc.nat(),
        fc.nat(),
        (lowest, width, at, likely) => {
          const highest = lowest + width
          const mtu = lowest + (at % (width + 1))
          const range = { lowest, highest, likely: lowest + (likely % (width + 1)) }
          const { step, rounds } = run(range, mtu, never)
          expect(step).toMatchObject({ kind: 'found', measured: mtu })
          expect(rounds).toBeLessThanOrEqual(6)
        },
      ),
    )
  })

  it('does not take 15 % loss for size', () => {
    const runs = 2000
    let wrong = 0
    for (let seed = 1; seed <= runs; seed++) {
      const mtu = 1290 + ((seed * 7) % 125)
      const { step } = run(tunnel, mtu, chance(seed * 7919, 15))
      if (step.kind !== 'found' || step.measured !== mtu) wrong++
    }
    expect(wrong / runs).toBeLessThan(0.002)
  })

  it('never reports more than passes, whatever is lost', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 576, max: 1414 }),
        fc.integer(),
        fc.integer({ min: 0, max: 60 }),
        (mtu, seed, percent) => {
          const { step } = run(tunnel, mtu, chance(seed, percent))
          if (step.kind === 'found') expect(step.measured).toBeLessThanOrEqual(mtu)
        },
      ),
    )
  })
})
