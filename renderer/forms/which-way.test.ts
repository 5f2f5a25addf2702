import { expect, test } from 'vitest'
import { wayIds } from './starts.ts'
import { questionsFor, type WayAnswers, wayOf } from './which-way.ts'

/** Every way to answer the questions that are asked, to its end. */
function paths(answers: WayAnswers = {}): readonly WayAnswers[] {
  const next = questionsFor(answers).find(({ id }) => answers[id] === undefined)
  if (!next) return [answers]
  return next.options.flatMap(({ value }) => paths({ ...answers, [next.id]: value }))
}

test('whoever answers all that is asked has a way, and only who does not know has none', () => {
  for (const answers of paths()) expect(wayOf(answers) === undefined).toBe(answers.reach === 'unknown')
})

test('at most four questions, and every way can be come to', () => {
  for (const answers of paths()) expect(questionsFor(answers).length).toBeLessThanOrEqual(4)
  expect(new Set(paths().flatMap((answers) => wayOf(answers)?.way ?? []))).toEqual(new Set(wayIds))
})

test('no answer is there before it is decided, and each question decides something', () => {
  for (const answers of paths()) {
    const ids = questionsFor(answers).map(({ id }) => id)
    for (const [at] of ids.entries()) {
      const some = Object.fromEntries(ids.slice(0, at).map((id) => [id, answers[id]])) as WayAnswers
      expect(wayOf(some)).toBe(undefined)
    }
  }
})

test.each([
  [{ reach: 'neither', wants: 'home' }, 'tinc'],
  [{ reach: 'ipv4', runs: 'openiked', wants: 'internet' }, 'ike-gre'],
  [{ reach: 'ipv4', runs: 'strongswan', wants: 'home' }, 'ike'],
  [{ reach: 'ipv6', runs: 'typed', place: 'fixed' }, 'ip6ip6-esp'],
  [{ reach: 'ipv4', runs: 'typed', place: 'roaming' }, 'ike'],
] as const)('%j is %s', (answers, way) => expect(wayOf(answers)?.way).toBe(way))
