import * as v from 'valibot'
import { expect, test } from 'vitest'
import { HelperEvent, mostEvents } from '../contract/event.ts'
import { createEventBook } from './event-book.ts'

const book = () => {
  let second = 0
  return createEventBook(() => new Date(second++ * 1000).toISOString())
}

test('an event that repeats is one line with a count', () => {
  const events = book()
  for (let n = 0; n < 3; n++) events.add({ kind: 'failed', text: 'The gateway does not answer.' })
  events.add({ kind: 'good', text: 'Home is connected.' })
  expect(events.last(9)).toMatchObject([
    { id: 1, count: 3, at: '1970-01-01T00:00:00.000Z', lastAt: '1970-01-01T00:00:02.000Z' },
    { id: 2, count: 1 },
  ])
  for (const event of events.last(9)) expect(v.parse(HelperEvent, event)).toEqual(event)
})

test('the oldest go, and who follows hears each until it has enough', () => {
  const events = book()
  const heard: number[] = []
  const end = events.subscribe(({ id }) => heard.push(id))
  for (let n = 0; n < mostEvents + 5; n++) events.add({ kind: 'found', text: `${n}` })
  end()
  events.add({ kind: 'found', text: 'unheard' })
  expect(events.last(mostEvents)).toHaveLength(mostEvents)
  expect(events.last(1)).toMatchObject([{ text: 'unheard' }])
  expect(heard).toHaveLength(mostEvents + 5)
})
