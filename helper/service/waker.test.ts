import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { FakeClock } from '../../test/fakes/clock.ts'
import { createWaiters, createWaker } from './waker.ts'

const settled = (promise: Promise<unknown>) => {
  const seen: { how?: string } = {}
  promise.then(
    () => Object.assign(seen, { how: 'resolved' }),
    () => Object.assign(seen, { how: 'rejected' }),
  )
  return seen
}

test('it sleeps until the first of the times, and a wake in between ends it', async () => {
  const clock = new FakeClock(() => 0)
  const waker = createWaker(clock)
  expect([waker.begin(), waker.begin()]).toEqual([1, 2])
  const late = settled(waker.sleep([clock.now() + 500, clock.now() + 100]))
  await clock.pass(99)
  expect(late.how).toBeUndefined()
  await clock.pass(1)
  expect(late.how).toBe('resolved')
  waker.begin()
  const woken = settled(waker.sleep([]))
  waker.wake()
  await clock.pass(0)
  expect([woken.how, clock.pending]).toEqual(['resolved', 0])
})

test('what woke it since the turn began keeps it from sleeping, once', async () => {
  const clock = new FakeClock(() => 0)
  const waker = createWaker(clock)
  waker.begin()
  waker.wake()
  const first = settled(waker.sleep([]))
  await clock.pass(0)
  expect(first.how).toBe('resolved')
  waker.begin()
  const second = settled(waker.sleep([]))
  await clock.pass(10_000)
  expect(second.how).toBeUndefined()
})

test('who waits is answered when the number is reached, at the deadline, or when aborted', async () => {
  const clock = new FakeClock(() => 0)
  const waiters = createWaiters(clock)
  const abort = new AbortController()
  const of = (number: number) => settled(waiters.wait(number, 1_000, abort.signal))
  const [earlier, exact, later] = [of(1), of(2), of(3)]
  waiters.reached(2)
  await clock.pass(0)
  expect([earlier.how, exact.how, later.how]).toEqual(['resolved', 'resolved', undefined])
  await clock.pass(1_000)
  expect(later.how).toBe('resolved')
  const aborted = of(9)
  abort.abort()
  await clock.pass(0)
  expect(aborted.how).toBe('rejected')
  expect([clock.pending, getEventListeners(abort.signal, 'abort').length]).toEqual([0, 0])
})

test('who has gone before it asks does not wait', async () => {
  const clock = new FakeClock(() => 0)
  const seen = settled(createWaiters(clock).wait(1, 1_000, AbortSignal.abort()))
  await clock.pass(0)
  expect([seen.how, clock.pending]).toEqual(['rejected', 0])
})
