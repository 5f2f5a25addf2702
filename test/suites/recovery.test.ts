import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { Change, XfrmMark } from '../../helper/core/change/change.ts'
import { ifId, reqid } from '../../helper/core/change/marks.ts'
import { noDifference, reconcile } from '../../helper/core/change/reconcile.ts'
import { openJournal, type Scope } from '../../helper/journal/journal.ts'
import { createLedger, type Ledger } from '../../helper/journal/ledger.ts'
import { createEffects } from '../../helper/system/effects.ts'
import type { Effects, Observer } from '../../helper/system/ports.ts'
import type { FakeKernel } from '../fakes/kernel.ts'
import { laptopKernel } from '../fakes/laptop-kernel.ts'
import { FakeProcesses } from '../fakes/processes.ts'
import { type PlannedWay, plannedWays } from '../fakes/ways.ts'

/** What daemons have their folders in; also where the journals of the tests lie. */
const folder = mkdtempSync(join(tmpdir(), 'ledger-'))
afterAll(() => rmSync(folder, { recursive: true }))
const journal = join(folder, 'journal')
afterEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
})

function system(owner: XfrmMark = { ifId }) {
  const kernel = laptopKernel()
  const processes = new FakeProcesses((role) => {
    if (role.endsWith('charon')) negotiate(kernel, owner)
  })
  const { settings } = kernel
  const observer = kernel.observer()
  const effects = createEffects(kernel.requests(), observer, settings, processes)
  const print = () => [
    ...kernel.print(),
    ...processes.print(),
    ...readdirSync(folder).filter((name) => name !== 'journal'),
  ]
  return { kernel, observer, effects, print }
}

/** charon's own doing, which no journal has: only who owns its if_id, or its reqid, does. */
function negotiate(kernel: FakeKernel, owner: XfrmMark) {
  const ofOurs = 'ifId' in owner ? ['if_id', String(owner.ifId)] : ['reqid', String(owner.reqid)]
  const state = ['src', '192.168.0.2', 'dst', '5.6.7.8', 'proto', 'esp', 'spi', '0xc0000001']
  kernel.execute(4, ['xfrm', 'state', 'add', ...state, ...ofOurs])
  const selector = ['src', '192.168.101.1/32', 'dst', '192.168.101.0/24', 'dir', 'out']
  kernel.execute(4, ['xfrm', 'policy', 'add', ...selector, ...('ifId' in owner ? [] : ['tmpl']), ...ofOurs])
}

const ways = plannedWays(folder)
const [first] = ways
if (!first) throw new Error('there is no way')
const { guard, tunnel } = first

/** As the loop does when home is not wanted any more. */
async function undoAll(ledger: Ledger, ...scopes: readonly Scope[]): Promise<readonly Change[]> {
  const left: Change[] = []
  for (const scope of scopes)
    left.push(...(await ledger.reconcile(scope, { ...noDifference, undo: ledger.made(scope) })))
  return left
}

/** What the loop puts back, as the kernel has it no longer. */
async function putBack(ledger: Ledger, scope: Scope, observer: Observer): Promise<readonly Change[]> {
  const difference = reconcile(ledger.made(scope), ledger.made(scope), await observer.observe())
  await ledger.reconcile(scope, difference)
  return difference.restored
}

describe('a ledger', () => {
  test('makes changes and takes every one back', async () => {
    const { effects, print } = system()
    const before = print()
    const ledger = createLedger(openJournal(journal), effects, 'boot-1')
    await ledger.transaction('guard').make(guard)
    await ledger.transaction('tunnel').make(tunnel)
    expect(print()).not.toEqual(before)
    expect(await undoAll(ledger, 'tunnel', 'guard')).toEqual([])
    expect(print()).toEqual(before)
    expect(() => readFileSync(journal)).toThrow('ENOENT')
  })

  test('keeps the guard when only the tunnel is undone', async () => {
    const { effects, print } = system()
    const ledger = createLedger(openJournal(journal), effects, 'boot-1')
    await ledger.transaction('guard').make(guard)
    const guarded = print()
    await ledger.transaction('tunnel').make(tunnel)
    await undoAll(ledger, 'tunnel')
    expect(print()).toEqual(guarded)
    expect(ledger.made('guard')).toEqual(guard)
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

  /** The last `count` undone, as they are: from the last one back. */
  const killedInUndoAfter = (count: number, real: Effects): Effects => ({
    ...real,
    async undo(changes) {
      await real.undo(changes.slice(changes.length - count))
      throw new Error('killed')
    },
  })

  async function recovers({ guard, tunnel }: PlannedWay, killed: (real: Effects) => Effects) {
    const { effects, print } = system(tunnel.find((change) => change.kind === 'xfrm-owner'))
    const before = print()
    const first = createLedger(openJournal(journal), killed(effects), 'boot-1')
    const connectAndLeave = async () => {
      await first.transaction('guard').make(guard)
      await first.transaction('tunnel').make(tunnel)
      await undoAll(first, 'tunnel', 'guard')
    }
    await expect(connectAndLeave()).rejects.toThrow('killed')
    const next = createLedger(openJournal(journal), effects, 'boot-1')
    expect(await undoAll(next, 'tunnel', 'guard')).toEqual([])
    expect(print()).toEqual(before)
  }

  describe.each(ways)('$name', (way) => {
    const points = [...way.guard, ...way.tunnel].map(({ kind }, n) => [n, kind] as const)
    test.each(points)('recovers when killed before change %i (%s)', (n) =>
      recovers(way, (real) => killedAfter(n, real)),
    )
    test.each(points)('recovers when killed with %i undone', (n) => recovers(way, (real) => killedInUndoAfter(n, real)))
  })

  /** No guest's packet may be without what restrains it, not for a moment. */
  test('a laptop with a network behind it is a router only while the input filter and its rules stand', async () => {
    const behind = ways.find(({ name }) => name === 'tap, behind')
    const { kernel, effects } = system()
    const seen: string[] = []
    const settings = kernel.settings
    const write = settings.write.bind(settings)
    settings.write = (setting) => {
      if (setting.interface === 'all')
        seen.push(
          `${setting.value}: ${kernel.print().filter((line) => / forward |iif eth1/.test(line)).length} restrain`,
        )
      write(setting)
    }
    const ledger = createLedger(openJournal(journal), effects, 'boot-1')
    await ledger.transaction('tunnel').make(behind?.tunnel ?? [])
    // The next helper's beginning: what it sweeps leaves them to the journal.
    await effects.sweep(ledger.made('tunnel').filter(({ kind }) => kind === 'input-filter' || kind === 'rule'))
    await undoAll(ledger, 'tunnel')
    expect(seen).toEqual(['1: 6 restrain', '0: 6 restrain'])
  })

  /** ESP in transport mode protects GRE that would leave by the underlay: not for a moment may the link be alone. */
  test('a GRE link that charon’s own policies protect is made behind its refusals, and goes before them', async () => {
    const { kernel, effects } = system({ reqid })
    const seen = new Set<number>()
    const execute = kernel.execute.bind(kernel)
    kernel.execute = (family, words) => {
      execute(family, words)
      const refusals = kernel.print().filter((line) => /^policy .* proto 47 /.test(line))
      if (kernel.links.has('roam6')) seen.add(refusals.length)
    }
    const ledger = createLedger(openJournal(journal), effects, 'boot-1')
    await ledger.transaction('tunnel').make(ways.find(({ name }) => name === 'gre-transport')?.tunnel ?? [])
    await undoAll(ledger, 'tunnel')
    expect([...seen]).toEqual([3])
  })

  test('puts back what others flushed of the guard, and only while they are wanted', async () => {
    const { kernel, effects, observer, print } = system()
    const before = print()
    const ledger = createLedger(openJournal(journal), effects, 'boot-1')
    await ledger.transaction('guard').make(guard)
    const guarded = print()
    kernel.rules.splice(0)
    kernel.nftables.flush()
    const flushed = guard.filter(({ kind }) => kind !== 'xfrm-block')
    expect(await putBack(ledger, 'guard', observer)).toEqual(flushed)
    expect(print()).toEqual(guarded)
    expect(await putBack(ledger, 'guard', observer)).toEqual([])
    await undoAll(ledger, 'guard')
    expect(print()).toEqual(before)
  })

  test('puts back the input filter that others flushed', async () => {
    const { kernel, effects, observer, print } = system()
    const ledger = createLedger(openJournal(journal), effects, 'boot-1')
    await ledger.transaction('tunnel').make(tunnel)
    const made = print()
    kernel.nftables.flush()
    expect(await putBack(ledger, 'tunnel', observer)).toEqual(tunnel.filter(({ kind }) => kind === 'input-filter'))
    expect(print()).toEqual(made)
  })

  test('keeps in the journal an input filter that it cannot look at any more', async () => {
    const { kernel, effects, observer } = system()
    const ledger = createLedger(openJournal(journal), effects, 'boot-1')
    await ledger.transaction('tunnel').make(tunnel)
    kernel.nftables.installed = false
    expect(await putBack(ledger, 'tunnel', observer)).toEqual([])
    expect(await undoAll(ledger, 'tunnel')).toEqual(tunnel.filter(({ kind }) => kind === 'input-filter'))
    kernel.nftables.installed = true
    expect(await undoAll(ledger, 'tunnel')).toEqual([])
    expect(kernel.nftables.print()).toEqual([])
  })

  test('does not delete what it did not make', async () => {
    const { kernel, effects, print } = system()
    const ledger = createLedger(openJournal(journal), effects, 'boot-1')
    await ledger.transaction('tunnel').make(tunnel)
    // Someone replaced our device by one of theirs, of the same name.
    kernel.execute(4, ['link', 'delete', 'roam6'])
    kernel.addLink('roam6', 'gre', 1476, 'my own')
    await undoAll(ledger, 'tunnel')
    expect(print()).toContain('link roam6 gre mtu 1476 alias my own')
  })

  test('forgets what another boot held, so that a name is not undone twice', async () => {
    const { kernel, effects } = system()
    await createLedger(openJournal(journal), effects, 'boot-1').transaction('tunnel').make(tunnel)
    const after = kernel.print()
    const ledger = createLedger(openJournal(journal), effects, 'boot-2')
    await undoAll(ledger, 'tunnel', 'guard')
    expect(kernel.print()).toEqual(after)
  })

  test('sweeps what bears our marks when the journal is lost, and nothing else', async () => {
    const { kernel, effects } = system()
    const before = kernel.print()
    const ledger = createLedger(openJournal(journal), effects, 'boot-1')
    await ledger.transaction('guard').make(guard)
    await ledger.transaction('tunnel').make(tunnel.filter(({ kind }) => kind !== 'xfrm-block'))
    kernel.execute(6, ['rule', 'add', 'pref', '6050', 'to', '2001:db8::/32', 'lookup', '100', 'protocol', '4'])
    await effects.sweep([])
    expect(kernel.print()).toEqual([...before, 'rule -6 pref 6050 to 2001:db8::/32 lookup 100 protocol 4'].sort())
  })
})

describe('a journal', () => {
  test('reads whole lines and leaves a torn one', () => {
    const entry = { scope: 'guard' as const, boot: 'b', change: guard[0] as Change }
    openJournal(journal).append([entry])
    writeFileSync(journal, `${readFileSync(journal, 'utf8')}{"scope":"tunnel","bo`)
    const opened = openJournal(journal)
    expect(opened.entries()).toEqual([entry])
    opened.append([entry])
    expect(openJournal(journal).entries()).toEqual([entry, entry])
  })
})
