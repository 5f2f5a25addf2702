import { expect, test } from 'vitest'
import * as reports from '../test/fakes/reports.ts'
import { type PlannedCheck, placesText, stopsOf } from './test-layers.ts'

const planned = (checks: readonly PlannedCheck[]) => checks.map((check) => ({ ...check, check }) as PlannedCheck)

test('23 checks are nine stops, each with its figure', async () => {
  const report = await reports.healthy()
  const stops = stopsOf(planned(report.checks), report)
  expect(stops.map(({ title, count }) => `${title}: ${count}`)).toEqual([
    'Link: 3 passed',
    'Internet: 2 passed',
    'Gateway: 4 passed',
    'Tunnel: 4 passed',
    'Addresses: 2 passed',
    'Routes: 3 passed',
    'Path MTU: 2 passed',
    'Home: 2 passed',
    'IPv6 internet: 1 passed',
  ])
  expect(stops.every(({ figure, broken }) => figure !== '' && broken.length === 0)).toBe(true)
})

test('what did not pass is opened with what depends on it, and nowhere else', async () => {
  const report = await reports.withoutGre()
  const stops = stopsOf(planned(report.checks), report)
  expect(stops.flatMap(({ title, broken }) => broken.map(({ check }) => [title, check.id]))).toEqual([
    ['Tunnel', 'gre'],
  ])
  const [tunnel] = stops.flatMap(({ broken }) => broken)
  expect(placesText(tunnel?.held ?? [])).toBe('path MTU, home twice, IPv6 internet')
  expect(stops.find(({ title }) => title === 'Path MTU')).toMatchObject({ result: 'skip' })
})

test('where nothing is proved, what is not known is opened', async () => {
  const report = await reports.unproved()
  const opened = stopsOf(planned(report.checks), report).flatMap(({ broken }) => broken)
  expect(opened.map(({ check }) => check.result)).toEqual(['unknown', 'unknown', 'unknown'])
})

test('while it runs, the stop that it is at is told from those to come', async () => {
  const { checks } = await reports.healthy()
  const stops = stopsOf(
    checks.map(({ id, layer, title }, at) => ({ id, layer, title, check: at < 11 ? checks[at] : undefined })),
    undefined,
  )
  expect(stops.find(({ result }) => result === 'active')).toMatchObject({ title: 'Tunnel', count: '2 of 4' })
  expect(stops.at(-1)).toMatchObject({ result: 'ahead', count: '1 to come' })
})
