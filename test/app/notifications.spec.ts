/** Notifications act: their buttons are what the window would offer first, and a desktop without buttons loses nothing. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Snapshot } from '../../helper/contract/snapshot.ts'
import * as states from '../fakes/states.ts'
import * as world from '../fakes/world.ts'
import { removeTemporary, temporaryFolder } from '../lab/machine/temporary.ts'
import { ownFolder } from './account.ts'
import type { Desktop } from './desktop.ts'
import { expect, test } from './fixtures.ts'
import { type LaunchedApp, launchApp } from './launch.ts'

test.use({ own: true, script: { profiles: [world.homeLab, states.byTap], snapshot: world.connected(new Date()) } })

/** A notify-send that writes down what it is given, and answers as a person who chooses a button. */
function standIn(desktop: Desktop, chosen: string): { readonly folder: string; said(): string[][] } {
  const folder = ownFolder(desktop.account, temporaryFolder('notify'))
  const log = join(folder, 'log')
  const script = `#!/bin/sh\nfor word; do printf '%s\\n' "$word" >>'${log}'; done\necho end >>'${log}'\nprintf '7\\n${chosen}\\n'\n`
  writeFileSync(join(folder, 'notify-send'), script)
  chmodSync(join(folder, 'notify-send'), 0o755)
  const said = () => (existsSync(log) ? readFileSync(log, 'utf8').split('end\n').filter(Boolean) : [])
  return { folder, said: () => said().map((text) => text.trim().split('\n')) }
}

const launch = (desktop: Desktop, socket: string, folder: string): Promise<LaunchedApp> =>
  launchApp({
    desktop,
    socket,
    settings: { notifications: 'all' },
    args: ['--hidden'],
    env: { PATH: `${folder}:${desktop.env.PATH}` },
  })

const cases: readonly (readonly [what: string, chosen: string, snapshot: Snapshot, verb: string, params: unknown])[] = [
  ['the other profile', '0', states.failed(new Date()), 'up', { profile: 'Home over TCP 443' }],
  ['the way out', '1', states.failed(new Date()), 'down', {}],
  ['connecting again', '0', states.otherAddress(new Date()), 'up', { profile: 'Home lab' }],
]

for (const [what, chosen, snapshot, verb, params] of cases)
  test(`a button of a notification acts: ${what}`, async ({ desktop, helper }) => {
    const { folder, said } = standIn(desktop, chosen)
    const app = await launch(desktop, helper.socket, folder)
    try {
      await expect.poll(() => helper.calls.some(({ name }) => name === 'watch')).toBe(true)
      helper.show(snapshot)
      await expect.poll(() => helper.calls.find(({ name }) => name === verb)?.params).toEqual(params)
      const [first] = said()
      expect(first?.filter((word) => word.startsWith('--action=')).length).toBeLessThanOrEqual(3)
      expect(first).toContain('--action=default=Open Roam6')
    } finally {
      await app.close()
      removeTemporary(folder)
    }
  })

test('a notification replaces the earlier one, and what it says is text', async ({ desktop, helper }) => {
  const { folder, said } = standIn(desktop, '')
  const app = await launch(desktop, helper.socket, folder)
  try {
    await expect.poll(() => helper.calls.some(({ name }) => name === 'watch')).toBe(true)
    const hostile = states.problem('refused-by-gateway', { gateway: 'x', method: 'IKE' })
    helper.show({ ...states.failed(new Date()), problems: [{ ...hostile, message: '<b>x</b> & y' }] })
    await expect.poll(() => said().length).toBe(1)
    expect(said()[0]?.at(-1)).toBe('&lt;b&gt;x&lt;/b&gt; &amp; y.')
    helper.show(world.connected(new Date()))
    await expect.poll(() => said().length).toBe(2)
    expect(said()[1]).toContain('--replace-id=7')
  } finally {
    await app.close()
    removeTemporary(folder)
  }
})
