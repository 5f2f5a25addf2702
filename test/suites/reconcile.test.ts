import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Change, LinkChange } from '../../helper/core/change/change.ts'
import { identityOf } from '../../helper/core/change/identity.ts'
import { type Difference, isNothing, noDifference, reconcile, without } from '../../helper/core/change/reconcile.ts'
import { createEffects } from '../../helper/system/effects.ts'
import { laptopKernel, seen } from '../fakes/laptop-kernel.ts'
import { FakeProcesses } from '../fakes/processes.ts'
import { plannedWays } from '../fakes/ways.ts'

const ways = plannedWays('/run/nobody')
/** Of every way, without the network behind the laptop and the daemons, which are not reconciled. */
const tunnels = ways
  .filter(({ name }) => !name.includes('behind'))
  .map(({ tunnel }) => tunnel.filter(({ kind }) => !['folder', 'process', 'xfrm-owner', 'sysctl'].includes(kind)))

/** A laptop whose system is what the ledger would make of it. */
function laptop() {
  const kernel = laptopKernel()
  const effects = createEffects(kernel.requests(), kernel.observer(), kernel.settings, new FakeProcesses(() => {}))
  let made: readonly Change[] = []
  const follow = async ({ clear, make, superseded, undo }: Difference) => {
    await effects.undo(clear)
    await effects.make(make)
    await effects.undo(undo)
    const gone = new Set([...clear, ...superseded, ...undo])
    const kept = made.filter((change) => !gone.has(change))
    const known = new Set(kept.map((change) => JSON.stringify(change)))
    made = [...kept, ...make.filter((change) => !known.has(JSON.stringify(change)))]
  }
  return {
    kernel,
    made: () => made,
    difference: async (wanted: readonly Change[]) => reconcile(made, wanted, await seen(kernel)),
    follow,
  }
}

describe('what is wanted becomes true', () => {
  test('from any way to any other, and nothing of the first is left', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...tunnels), fc.constantFrom(...tunnels), async (first, second) => {
        const one = laptop()
        const other = laptop()
        await one.follow(await one.difference(first))
        await one.follow(await one.difference(second))
        await other.follow(await other.difference(second))
        expect(one.kernel.print()).toEqual(other.kernel.print())
        expect(await one.difference(second)).toEqual(noDifference)
        await one.follow(await one.difference([]))
        expect(one.kernel.print()).toEqual(laptopKernel().print())
      }),
      { numRuns: 60 },
    )
  })

  test.each(
    tunnels.flatMap((tunnel) => tunnel.flatMap((change) => (change.kind === 'link' ? [{ tunnel, link: change }] : []))),
  )(
    'a link that somebody renamed is made anew, and nothing is left of it: $link.name ($link.type.kind)',
    async ({ tunnel, link }) => {
      const { kernel, difference, follow } = laptop()
      await follow(await difference(tunnel))
      const before = kernel.print()
      kernel.rename(link.name, 'theirs')
      await follow(await difference(tunnel))
      expect(kernel.print()).toEqual(before)
      expect(await difference(tunnel)).toEqual(noDifference)
      kernel.rename(link.name, 'theirs')
      await follow(await difference([]))
      expect(kernel.print()).toEqual(laptopKernel().print())
    },
  )

  test('while a link is held, what is on it is left alone, and nothing is cleared that is not made again', async () => {
    const [tunnel = []] = tunnels
    const { kernel, difference, follow } = laptop()
    await follow(await difference(tunnel))
    kernel.execute(4, ['link', 'delete', 'roam6x'])
    const whole = await difference(tunnel)
    const isOf = (name: string) => (change: Change) => change.kind === 'link' && change.name === name
    expect(whole.clear.some(isOf('roam6'))).toBe(true)
    const { clear, make, restored } = without(whole, isOf('roam6'))
    // What is on roam6x alone is put back; nothing of roam6 is touched.
    expect(make.some(isOf('roam6x'))).toBe(true)
    for (const change of [...clear, ...make, ...restored]) expect(JSON.stringify(change)).not.toContain('"roam6"')
    expect(without(whole, isOf('roam6x')).make.filter(({ kind }) => kind !== 'rule')).toEqual([])
  })

  test.each(['roam6', 'roam6x'])('when %s is taken away it is put back, and only that is said to be', async (link) => {
    const [tunnel = []] = tunnels
    const { kernel, difference, follow } = laptop()
    await follow(await difference(tunnel))
    const whole = kernel.print()
    kernel.execute(4, ['link', 'delete', link])
    const found = await difference(tunnel)
    expect(found.restored.map(({ kind }) => kind)).toContain('link')
    expect(found.restored.every((change) => tunnel.includes(change))).toBe(true)
    await follow(found)
    expect(kernel.print()).toEqual(whole)
  })
})

test('what a change is called holds no secret of it', () => {
  const secret = 'a secret'
  const changes: readonly Change[] = [
    { kind: 'folder', path: '/run/roam6/tinc', files: [{ name: 'rsa_key.priv', content: secret }] },
    {
      kind: 'xfrm-state',
      ifId: 1,
      source: '::1',
      destination: '::2',
      spi: 1,
      outputMark: null,
      algorithms: ['enc', 'cbc(aes)', secret],
    },
    { kind: 'process', role: 'x', program: '/bin/true', arguments: [secret], environment: { key: secret } },
  ]
  for (const change of changes) expect(identityOf(change)).not.toContain(secret)
})

describe('a difference', () => {
  const [tunnel = []] = tunnels
  const isLink = (change: Change): change is LinkChange => change.kind === 'link'

  test('of another MTU sets the link, and makes nothing anew', async () => {
    const { difference, follow } = laptop()
    await follow(await difference(tunnel))
    const narrower = tunnel.map(
      (change): Change =>
        change.kind === 'link' || change.kind === 'link-setting' ? { ...change, mtu: change.mtu - 100 } : change,
    )
    const { clear, make, undo, restored } = await difference(narrower)
    expect([clear, undo, restored]).toEqual([[], [], []])
    expect(new Set(make.map(({ kind }) => kind))).toEqual(new Set(['link-setting']))
  })

  test('of an outer link makes the inner one anew with all that is on it, since the kernel knows links by their index', async () => {
    const { difference, follow } = laptop()
    await follow(await difference(tunnel))
    const [outer, inner] = tunnel.filter(isLink)
    const other = tunnel.map(
      (change): Change => (change === outer ? { ...outer, type: { kind: 'xfrm', ifId: 7 } } : change),
    )
    const { clear, make } = await difference(other)
    expect(clear.filter(isLink)).toEqual([outer, inner])
    // The refusal of what is bound elsewhere names its exceptions by the link’s index too.
    expect(new Set(clear.map(({ kind }) => kind))).toEqual(new Set(['link', 'xfrm-pass']))
    expect(make.filter(isLink).map(({ name }) => name)).toEqual([outer?.name, inner?.name])
    expect(make.filter(({ kind }) => kind === 'address')).toEqual(tunnel.filter(({ kind }) => kind === 'address'))
  })

  test('of a route replaces it, and takes the older one from the journal without undoing it', async () => {
    const { difference, follow } = laptop()
    await follow(await difference(tunnel))
    const measured = tunnel.map((change): Change => (change.kind === 'route' ? { ...change, mtu: 1_300 } : change))
    const { make, superseded, undo } = await difference(measured)
    expect(make.every(({ kind }) => kind === 'route')).toBe(true)
    expect(superseded.map(identityOf)).toEqual(make.map(identityOf))
    expect(undo).toEqual([])
  })

  test('is never made of a setting of the machine’s that somebody has changed', async () => {
    const { kernel, difference, follow } = laptop()
    const forwarding = { kind: 'sysctl', interface: 'all', name: 'forwarding', value: 1, before: 0 } as const
    await follow(await difference([forwarding]))
    kernel.settings.write({ interface: 'all', name: 'forwarding', value: 0 })
    expect(isNothing(await difference([forwarding]))).toBe(true)
  })
})
