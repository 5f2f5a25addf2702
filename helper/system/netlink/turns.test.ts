import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

const endless = new AbortController().signal

test('no more than the limit are under way, in the order of asking, and a failure leaves its place', async () => {
  const turns = createTurns(2)
  const told: string[] = []
  let underWay = 0
  const work = (name: string, fails = false) =>
    turns
      .take(endless, async () => {
        underWay += 1
        expect(underWay).toBeLessThanOrEqual(2)
        await new Promise((done) => setImmediate(done))
        underWay -= 1
        told.push(name)
        if (fails) throw new Error(name)
      })
      .catch(() => {})
  await Promise.all([work('a'), work('b', true), work('c', true), work('d'), work('e')])
  await work('f')
  expect(told).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
})

test('what is aborted while it waits never begins, and does not keep the next from its turn', async () => {
  const turns = createTurns(1)
  let finish = () => {}
  const stuck = turns.take(endless, () => new Promise<void>((done) => (finish = done)))
  const late = new AbortController()
  let began = false
  const given = turns.take(late.signal, async () => {
    began = true
  })
  const next = turns.take(endless, async () => 'next')
  late.abort(new Error('too late'))
  finish()
  await stuck
  await expect(given).rejects.toThrow('too late')
  expect(began).toBe(false)
  expect(await next).toBe('next')
})
