import { getEventListeners } from 'node:events'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daemonWorld } from '../../test/fakes/daemon-world.ts'
import type { Finding } from '../contract/problem.ts'
import { startDaemon } from './daemon.ts'
import { type Followed, follow } from './follow.ts'
import { createNews } from './news.ts'
import { DaemonUnheard } from './unheard.ts'

type Truth = { readonly n: number } | null | 'silent' | 'fault'

/** A daemon with a truth that changes, which takes its time to say it; followed from the beginning. */
async function followed(answerMs = 0) {
  const world = daemonWorld()
  const abort = new AbortController()
  const daemon = await startDaemon(
    { folder: 'x', program: 'x', files: () => [], command: () => ({ program: 'x', arguments: [] }) },
    world.ports,
    abort.signal,
  )
  const news = createNews()
  let listening = 0
  const seen = { truth: { n: 0 } as Truth, asked: 0, asking: 0, most: 0, told: [] as number[] }
  const subject: Followed<{ n: number }> = {
    daemon,
    changed(listener) {
      listening += 1
      const stop = news.subscribe(listener)
      return () => {
        listening -= 1
        stop()
      }
    },
    async now() {
      // What is true when it is asked, however long the answer takes.
      const { truth } = seen
      seen.asked += 1
      seen.asking += 1
      seen.most = Math.max(seen.most, seen.asking)
      if (answerMs > 0) await new Promise<void>((resolve) => void world.clock.after(answerMs, resolve))
      seen.asking -= 1
      world.work()
      if (truth === 'silent') throw new DaemonUnheard('it does not say')
      if (truth === 'fault') throw new TypeError('a fault')
      return truth
    },
  }
  let end: Finding | Error | undefined
  follow(subject, { n: 0 }, ({ n }) => seen.told.push(n)).then(
    (why) => {
      end = why
    },
    (error: Error) => {
      end = error
    },
  )
  await world.clock.pass(0)
  return {
    world,
    abort,
    news,
    seen,
    daemon,
    become(truth: Truth) {
      seen.truth = truth
      news.tell()
    },
    exit: () => world.processes.exit(join(world.ports.runtime, 'x')),
    end: () => end,
    async leaks() {
      await world.clock.pass(0)
      daemon.close()
      world.close()
      return [
        listening,
        world.processes.listeners,
        getEventListeners(abort.signal, 'abort').length,
        world.clock.pending,
      ]
    },
  }
}

test('it is asked at once, as a change may have come before anybody listened', async () => {
  const { seen, abort, leaks } = await followed()
  expect(seen).toMatchObject({ asked: 1, told: [0] })
  abort.abort()
  expect(await leaks()).toEqual([0, 0, 0, 0])
})

test('a burst of changes is one question, one at a time, and the newest answer is the last', async () => {
  const { seen, become, world, abort, leaks } = await followed(50)
  for (let n = 1; n <= 20; n++) become({ n })
  await world.clock.pass(1_000)
  expect(seen).toMatchObject({ asked: 2, most: 1, told: [0, 20] })
  abort.abort()
  expect(await leaks()).toEqual([0, 0, 0, 0])
})

test('the same answer is not told twice', async () => {
  const { seen, become, world, abort, leaks } = await followed()
  become({ n: 1 })
  await world.clock.pass(0)
  become({ n: 1 })
  await world.clock.pass(0)
  expect(seen).toMatchObject({ asked: 3, told: [0, 1] })
  abort.abort()
  expect(await leaks()).toEqual([0, 0, 0, 0])
})

test.each<[string, Truth, object]>([
  [
    'has nothing established',
    null,
    { code: 'carrier-gone', evidence: ['The daemon has nothing established any more.'] },
  ],
  ['does not say', 'silent', { code: 'carrier-gone', evidence: ['it does not say'] }],
])('it ends when the daemon %s', async (_, truth, why) => {
  const { become, world, end, leaks } = await followed()
  become(truth)
  await world.clock.pass(500)
  expect(end()).toMatchObject(why)
  expect(await leaks()).toEqual([0, 0, 0, 0])
})

test('the end of the daemon says more than that it does not answer', async () => {
  const { become, exit, world, end, leaks } = await followed()
  become('silent')
  await world.clock.pass(300)
  exit()
  await world.clock.pass(0)
  expect(end()).toMatchObject({ code: 'daemon-died' })
  expect(await leaks()).toEqual([0, 0, 0, 0])
})

const step = fc.constantFrom('change', 'gone', 'silent', 'fault', 'exit', 'abort')
const pause = fc.constantFrom(0, 1, 20, 60, 700)

test('whatever happens: the last truth is told, or how it ended, and nobody is left waiting', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, pause), { maxLength: 12 }), fc.constantFrom(0, 50), async (story, ms) => {
      const { world, abort, seen, become, exit, end, leaks } = await followed(ms)
      let n = 0
      for (const [what, wait] of story) {
        if (what === 'change') {
          n += 1
          become({ n })
        } else if (what === 'gone') become(null)
        else if (what === 'silent' || what === 'fault') become(what)
        else if (what === 'exit') exit()
        else abort.abort(new Error('aborted'))
        await world.clock.pass(wait)
      }
      await world.clock.pass(2_000)
      const why = end()
      const happened = new Set(story.map(([what]) => what))
      const { told, most } = seen
      expect(told).toEqual(told.toSorted((a, b) => a - b))
      expect(most).toBe(1)
      if (why === undefined) {
        // It goes on: what is told is what is true. A truth that lasted less long than a question may never have been seen.
        expect(seen.truth).toEqual({ n: told.at(-1) })
        expect(happened.has('exit') || happened.has('abort')).toBe(false)
        abort.abort(new Error('aborted'))
        await world.clock.pass(ms)
      } else if (why instanceof TypeError) expect(happened).toContain('fault')
      else if (why instanceof Error) expect(happened).toContain('abort')
      else if (why.code === 'daemon-died') expect(happened).toContain('exit')
      else expect([why.code, happened.has('gone') || happened.has('silent')]).toEqual(['carrier-gone', true])
      await world.clock.pass(100)
      expect(await leaks()).toEqual([0, 0, 0, 0])
    }),
    { numRuns: 300 },
  )
})
