import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Change } from '../../helper/core/change/change.ts'
import { guardRules } from '../../helper/core/change/guard.ts'
import { planTunnel } from '../../helper/core/layer/plan-tunnel.ts'
import { openJournal } from '../../helper/journal/journal.ts'
import { createLedger } from '../../helper/journal/ledger.ts'
import { createEffects } from '../../helper/system/effects.ts'
import { createObserver } from '../../helper/system/observer.ts'
import type { Effects } from '../../helper/system/ports.ts'
import { FakeKernel } from '../fakes/kernel.ts'
import { seed001 } from '../fakes/seed001.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const noProcesses = {
  start: () => Promise.reject(new Error('no process is started here')),
  end: () => Promise.reject(new Error('no process is ended here')),
  exited: () => Promise.reject(new Error('no process is watched here')),
  output: () => () => undefined,
  signal: () => undefined,
}

function system() {
  const kernel = new FakeKernel()
  kernel.addLink('wlan0', 'veth', 1500)
  kernel.execute(4, ['route', 'replace', '192.168.0.0/24', 'dev', 'wlan0'])
  const observer = createObserver(kernel.runner())
  return { kernel, observer, effects: createEffects(kernel.runner(), observer, noProcesses, `${folder}/nobody/`) }
}

const guard = guardRules(seed001.profile)
const planned = planTunnel(seed001.profile, seed001.security, seed001.underlay, null)
if (!planned.ok) throw new Error('seed 001 cannot be planned')
const tunnel = planned.value.changes
const everything: readonly Change[] = [...guard, ...tunnel]

describe('a ledger', () => {
  test('makes changes and takes every one back', async () => {
    const { kernel, effects, observer } = system()
    const before = kernel.print()
    const ledger = createLedger(openJournal(join(folder, 'journal')), effects, observer, 'boot-1')
    await ledger.transaction('guard').make(guard)
    await ledger.transaction('tunnel').make(tunnel)
    expect(kernel.print()).not.toEqual(before)
    expect(await ledger.undo(['tunnel', 'guard'])).toEqual([])
    expect(kernel.print()).toEqual(before)
    expect(() => readFileSync(join(folder, 'journal'))).toThrow('ENOENT')
  })

  test('keeps the guard when only the tunnel is undone', async () => {
    const { kernel, effects, observer } = system()
    const ledger = createLedger(openJournal(join(folder, 'journal')), effects, observer, 'boot-1')
    await ledger.transaction('guard').make(guard)
    const guarded = kernel.print()
    await ledger.transaction('tunnel').make(tunnel)
    await ledger.undo(['tunnel'])
    expect(kernel.print()).toEqual(guarded)
    expect(ledger.changes('guard')).toEqual(guard)
  })

  /** Ends as a killed helper does: journaled, the first `count` changes made, the others never. */
  const killedAfter = (count: number, real: Effects): Effects => ({
    ...real,
    async make(changes) {
      for (const change of changes) {
        if (count-- === 0) throw new Error('killed')
        await real.make([change])
      }
    },
  })

  test.each(everything.map((change, i) => [i, change.kind]))(
    'recovers when killed before change %i (%s)',
    async (count) => {
      const { kernel, effects, observer } = system()
      const before = kernel.print()
      const path = join(folder, 'journal')
      const killed = createLedger(openJournal(path), killedAfter(count, effects), observer, 'boot-1')
      await expect(
        killed
          .transaction('guard')
          .make(guard)
          .then(() => killed.transaction('tunnel').make(tunnel)),
      ).rejects.toThrow('killed')
      const next = createLedger(openJournal(path), effects, observer, 'boot-1')
      expect(await next.undo(['tunnel', 'guard'])).toEqual([])
      expect(kernel.print()).toEqual(before)
    },
  )

  test('puts back rules that others flushed, and only while they are wanted', async () => {
    const { kernel, effects, observer } = system()
    const before = kernel.print()
    const ledger = createLedger(openJournal(join(folder, 'journal')), effects, observer, 'boot-1')
    await ledger.transaction('guard').make(guard)
    const guarded = kernel.print()
    kernel.rules.splice(0)
    // Asked for at once, as an event and a disconnect may: one after the other, never through one another.
    const [restored] = await Promise.all([ledger.restoreRules(), ledger.undo(['guard'])])
    expect(restored).toEqual(guard)
    expect(kernel.print()).toEqual(before)
    await ledger.transaction('guard').make(guard)
    expect(await ledger.restoreRules()).toEqual([])
    expect(kernel.print()).toEqual(guarded)
  })

  test('does not delete what it did not make', async () => {
    const { kernel, effects, observer } = system()
    const ledger = createLedger(openJournal(join(folder, 'journal')), effects, observer, 'boot-1')
    await ledger.transaction('tunnel').make(tunnel)
    // Someone replaced our device by one of theirs, of the same name.
    kernel.execute(4, ['link', 'delete', 'roam6'])
    kernel.addLink('roam6', 'gre', 1476, 'my own')
    await ledger.undo(['tunnel'])
    expect(kernel.print()).toContain('link roam6 gre mtu 1476 alias my own')
  })

  test('forgets what another boot held, so that a name is not undone twice', async () => {
    const { kernel, effects, observer } = system()
    const path = join(folder, 'journal')
    await createLedger(openJournal(path), effects, observer, 'boot-1').transaction('tunnel').make(tunnel)
    const after = kernel.print()
    const ledger = createLedger(openJournal(path), effects, observer, 'boot-2')
    await ledger.undo(['tunnel', 'guard'])
    expect(kernel.print()).toEqual(after)
  })

  test('sweeps what bears our marks when the journal is lost, and nothing else', async () => {
    const { kernel, effects, observer } = system()
    const before = kernel.print()
    const ledger = createLedger(openJournal(join(folder, 'journal')), effects, observer, 'boot-1')
    await ledger.transaction('guard').make(guard)
    await ledger.transaction('tunnel').make(tunnel.filter(({ kind }) => kind !== 'xfrm-block'))
    kernel.execute(6, ['rule', 'add', 'pref', '6050', 'to', '2001:db8::/32', 'lookup', '100', 'protocol', '4'])
    await effects.sweep([])
    expect(kernel.print()).toEqual([...before, 'rule -6 pref 6050 to 2001:db8::/32 lookup 100 protocol 4'].sort())
  })
})

describe('a journal', () => {
  test('reads whole lines and leaves a torn one', () => {
    const path = join(folder, 'journal')
    const entry = { scope: 'guard' as const, boot: 'b', change: guard[0] as Change }
    openJournal(path).append([entry])
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"scope":"tunnel","bo`)
    const journal = openJournal(path)
    expect(journal.entries()).toEqual([entry])
    journal.append([entry])
    expect(openJournal(path).entries()).toEqual([entry, entry])
  })
})
