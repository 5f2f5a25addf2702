/** What happened, in sentences of the helper's own; filtered, followed, copied, saved. */
import { readFileSync } from 'node:fs'
import { phaseNames, type Snapshot } from '../../helper/contract/snapshot.ts'
import { asked } from '../../helper/core/event/asked.ts'
import { type Happening, happenedBetween } from '../../helper/core/event/between.ts'
import { createEventBook } from '../../helper/service/event-book.ts'
import * as world from '../fakes/world.ts'
import { expect, test } from './fixtures.ts'
import { lookAt } from './picture.ts'
import { lookAtSizes } from './sizes.ts'

const began = Date.now() - 3_600_000
let second = 0
const book = createEventBook(() => new Date(began + second++ * 1000).toISOString())
const at = new Date(began)

/** A morning: connected, moved to another network, lost, and the gateway silent. */
const connected = world.connected(new Date(began + 2_000))
const moved = {
  ...connected,
  underlay: connected.underlay && { ...connected.underlay, interface: 'eth0', network: undefined },
}
const failed = world.failed(at)
const morning: readonly (Happening | Snapshot)[] = [
  asked({ verb: 'import', profile: 'Home lab' }, 1000),
  asked({ verb: 'up', profile: 'Home lab' }, 1000),
  ...phaseNames.map((phase) => world.connecting(at, phase)),
  connected,
  moved,
  { ...moved, state: 'reconnecting', problems: failed.problems },
  failed,
]
let before: Snapshot = world.off(at)
for (const one of morning) {
  if ('text' in one) book.add(one)
  else {
    for (const happening of happenedBetween(before, one)) book.add(happening)
    before = one
  }
}
for (let n = 0; n < 3; n++) book.add({ kind: 'attention', text: 'The router does not answer.' })
const events = [...book.last(500)]
test.use({ script: { events } })

test('one event is one sentence, and one that repeats has a count', async ({ app, page, helper }) => {
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('menuitem', { name: 'History' }).click()
  const log = page.getByRole('log')
  for (const text of [
    'User 1000 asked to connect Home lab.',
    'The name: tunnel.my.domain is 5.6.7.8.',
    'Home lab is connected, after 2.0 s.',
    'This laptop moved to eth0, 192.168.0.2/24.',
    'The way home is lost: The gateway does not answer.',
  ])
    await expect(log).toContainText(text)
  await expect(log.getByRole('listitem').filter({ hasText: 'The router does not answer.' })).toContainText('3 times')
  // What the helper's log says now belongs to the last event.
  await log.getByRole('button', { name: '1 line' }).click()
  await expect(log).toContainText('listening')
  await lookAtSizes(app, page, 'history')

  helper.tell({ ...(events.at(-1) as (typeof events)[number]), count: 4 })
  await expect(log).toContainText('4 times')
  const id = events.length + 1
  const now = new Date().toISOString()
  helper.tell({ id, at: now, lastAt: now, count: 1, kind: 'good', text: 'You are at home: no tunnel is needed.' })
  await expect(log.getByRole('listitem').last()).toContainText('You are at home')
})

test('the filter decides what is copied and saved', async ({ app, page, desktop }) => {
  const path = `${desktop.env.HOME}/history.txt`
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('menuitem', { name: 'History' }).click()
  await page.getByText('asked to connect').waitFor()
  await page.getByRole('checkbox', { name: 'Problems only' }).check()
  await expect(page.getByRole('log')).not.toContainText('asked to connect')
  await page.keyboard.press('Control+f')
  await expect(page.getByRole('textbox', { name: 'Filter' })).toBeFocused()
  await page.keyboard.type('router')
  await lookAt(page, 'history-filtered')
  await page.getByRole('button', { name: 'Copy' }).click()
  const copied = await app.electron.evaluate(({ clipboard }) => clipboard.readText())
  expect(copied).toMatch(/^\d+ \w+ [\d:]+ {2}The router does not answer\. {2}3 times, last at [\d:]+$/)
  await page.getByRole('button', { name: 'Save…' }).click()
  await expect.poll(() => readFileSync(path, { encoding: 'utf8', flag: 'a+' })).toBe(copied)
  await page.getByRole('textbox', { name: 'Filter' }).fill('nowhere')
  await expect(page.getByText('Nothing has that in it.')).toBeVisible()
})

test('the bridge takes a text to save, and nothing else', async ({ page }) => {
  const outcomes = await page.evaluate(async () => {
    const { roam6 } = window as unknown as { roam6: { call(verb: string, params: unknown): Promise<unknown> } }
    const tries = [
      ['events', { last: 5 }],
      ['saveHistory', {}],
      ['saveHistory', { text: 'x', path: '/etc/passwd' }],
    ] as const
    const settled = await Promise.allSettled(tries.map(([verb, params]) => roam6.call(verb, params)))
    return settled.map(({ status }) => status)
  })
  expect(outcomes).toEqual(['rejected', 'rejected', 'rejected'])
})
