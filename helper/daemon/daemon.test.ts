import { getEventListeners } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type DaemonWorld, daemonWorld } from '../../test/fakes/daemon-world.ts'
import { finding } from '../core/outcome.ts'
import { type Daemon, type DaemonOrder, startDaemon } from './daemon.ts'
import { DaemonUnheard } from './unheard.ts'

let world: DaemonWorld
let abort: AbortController
beforeEach(() => {
  world = daemonWorld()
  abort = new AbortController()
})
afterEach(() => world.close())

const order: DaemonOrder = {
  folder: 'bottle',
  program: 'bottled',
  files: (folder) => [{ name: 'conf', content: folder }],
  command: (folder) => ({ program: '/usr/sbin/bottled', arguments: ['-c', folder] }),
}
const start = (more: Partial<DaemonOrder> = {}) => startDaemon({ ...order, ...more }, world.ports, abort.signal)
const role = () => join(world.ports.runtime, 'bottle')
const late = (why: string) => finding('timed-out', { what: 'A test' }, [why])
const never = () => new Promise<never>(() => {})
/** Nobody waits any more: neither for lines, nor for the signal, nor for the time. */
const leaks = () => [world.processes.listeners, getEventListeners(abort.signal, 'abort').length, world.clock.pending]

describe('a daemon', () => {
  test('has a folder and a process of its own, which are changes', async () => {
    const daemon = await start({ user: 60606 })
    expect(world.made).toEqual([
      { kind: 'folder', path: role(), files: [{ name: 'conf', content: role() }], user: 60606 },
      {
        kind: 'process',
        role: role(),
        program: '/usr/sbin/bottled',
        arguments: ['-c', role()],
        environment: {},
      },
    ])
    expect(existsSync(join(daemon.folder, 'conf'))).toBe(true)
  })

  test('keeps its last lines, but for those that it was asked for', async () => {
    const heard: string[] = []
    const daemon = await start({ hear: (line) => void heard.push(line), isWord: (line) => !line.startsWith('list') })
    for (let n = 0; n < 100; n++) world.processes.say(role(), `line ${n}`)
    for (let n = 0; n < 100; n++) world.processes.say(role(), `list ${n}`)
    expect([daemon.lines.length, daemon.lines[0], daemon.lines.at(-1)]).toEqual([60, 'line 40', 'line 99'])
    expect(heard.length).toBe(200)
    daemon.close()
    world.processes.say(role(), 'unheard')
    expect([daemon.lines.at(-1), heard.length]).toEqual(['line 99', 200])
  })

  test('is asked by a signal', async () => {
    const daemon = await start()
    daemon.ask('SIGUSR2')
    expect(world.processes.signals).toEqual([`SIGUSR2 ${role()}`])
  })

  test('that the system refuses is an error, and nobody listens to it', async () => {
    const refused = daemonWorld({ refuses: new Error('no space left') })
    await expect(startDaemon(order, refused.ports, abort.signal)).rejects.toThrow('no space left')
    expect(refused.processes.listeners).toBe(0)
    refused.close()
  })

  test.each<[string, Partial<DaemonOrder>, object]>([
    [
      'by how it ended, with the last lines of its output',
      {},
      { code: 'daemon-died', args: { program: 'bottled' }, evidence: ['bottled ended: exit code 7', 'a', 'b'] },
    ],
    [
      'with its words from elsewhere',
      { lastWords: async (output) => [...output, 'from its log'] },
      { code: 'daemon-died', evidence: ['bottled ended: exit code 7', 'a', 'b', 'from its log'] },
    ],
    [
      'by what its words mean',
      { explain: (words) => finding('openvpn-auth-failed', {}, words) },
      { code: 'openvpn-auth-failed', evidence: ['a', 'b'] },
    ],
    ['by how it ended where they mean nothing', { explain: () => null }, { code: 'daemon-died' }],
  ])('tells its end %s', async (_, more, why) => {
    const daemon = await start(more)
    for (const line of ['a', 'b']) world.processes.say(role(), line)
    const waiting = daemon.until(never, late)
    world.processes.exit(role(), { exitCode: 7, signal: null })
    expect(await waiting).toMatchObject({ ok: false, finding: why })
    // Whoever asks later is told the same.
    expect(await daemon.until(never, late)).toMatchObject({ ok: false, finding: why })
    daemon.close()
    expect(leaks()).toEqual([0, 0, 0])
  })

  test('that was killed is told by the signal', async () => {
    const daemon = await start()
    world.processes.exit(role(), { exitCode: null, signal: 'SIGKILL' })
    expect(await daemon.until(never, late)).toMatchObject({
      finding: { evidence: ['bottled ended: signal SIGKILL'] },
    })
  })
})

describe('waiting for a fact', () => {
  test('tells the fact, and does not abort what it came from', async () => {
    const daemon = await start()
    let given: AbortSignal | undefined
    const fact = async (signal: AbortSignal) => {
      given = signal
      return 7
    }
    expect(await daemon.until(fact, late, 1_000)).toEqual({ ok: true, value: 7 })
    daemon.close()
    abort.abort()
    expect([given?.aborted, ...leaks()]).toEqual([false, 0, 0, 0])
  })

  test('ends at the deadline, and not before', async () => {
    const daemon = await start()
    let given: AbortSignal | undefined
    let outcome: unknown
    const fact = (signal: AbortSignal) => {
      given = signal
      return never()
    }
    void daemon.until(fact, late, 1_000).then((one) => {
      outcome = one
    })
    await world.clock.pass(999)
    expect([outcome, given?.aborted]).toEqual([undefined, false])
    await world.clock.pass(1)
    expect(outcome).toMatchObject({ finding: { code: 'timed-out', evidence: ['nothing within 1 s'] } })
    expect(given?.aborted).toBe(true)
  })

  test('is rejected with the reason of the abort, at once', async () => {
    const daemon = await start()
    const waiting = daemon.until(never, late, 1_000)
    const reason = new Error('another wish')
    abort.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    await expect(daemon.until(never, late)).rejects.toBe(reason)
    daemon.close()
    expect(leaks()).toEqual([0, 0, 0])
  })

  test('prefers the end of a daemon to what its sockets say when it ends', async () => {
    const daemon = await start()
    const closed = async () => {
      throw new DaemonUnheard('closed')
    }
    const waiting = daemon.until(closed, late)
    await world.clock.pass(400)
    world.processes.exit(role(), { exitCode: 1, signal: null })
    expect(await waiting).toMatchObject({ finding: { code: 'daemon-died' } })
  })

  test('tells that a daemon is unheard where it does not end', async () => {
    const daemon = await start()
    const closed = async () => {
      throw new DaemonUnheard('closed')
    }
    const waiting = daemon.until(closed, late)
    await world.clock.pass(500)
    expect(await waiting).toMatchObject({ finding: { code: 'timed-out', evidence: ['closed'] } })
  })

  test('passes a fault on', async () => {
    const daemon = await start()
    const fault = async () => {
      throw new TypeError('a fault')
    }
    await expect(daemon.until(fault, late)).rejects.toThrow(TypeError)
    daemon.close()
    expect(leaks()).toEqual([0, 0, 0])
  })
})

/** What may happen while somebody waits, and when (ms). */
const happening = fc.record({
  what: fc.constantFrom('fact', 'unheard', 'fault', 'exit', 'abort', 'line', 'close'),
  at: fc.integer({ min: 0, max: 3_000 }),
})

test('whatever happens, in whatever order: it settles once, rightly, and leaves nobody waiting', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 6 }), async (happenings) => {
      const own = daemonWorld()
      const aborting = new AbortController()
      const daemon: Daemon = await startDaemon(order, own.ports, aborting.signal)
      const folder = join(own.ports.runtime, 'bottle')
      let answer: (value: string) => void = () => {}
      let fail: (error: Error) => void = () => {}
      const fact = () =>
        new Promise<string>((resolve, reject) => {
          answer = resolve
          fail = reject
        })
      let settled: string | undefined
      let times = 0
      const settle = (as: string) => {
        settled = as
        times += 1
      }
      void daemon.until(fact, late, 2_000).then(
        (outcome) => settle(outcome.ok ? outcome.value : outcome.finding.code),
        (error: Error) => settle(error.message),
      )
      const acts: Readonly<Record<string, () => void>> = {
        fact: () => answer('fact'),
        unheard: () => fail(new DaemonUnheard('closed')),
        fault: () => fail(new TypeError('fault')),
        exit: () => own.processes.exit(folder),
        abort: () => aborting.abort(new Error('aborted')),
        line: () => own.processes.say(folder, 'x'.repeat(100)),
        close: () => daemon.close(),
      }
      const story = happenings.toSorted((a, b) => a.at - b.at)
      for (const { what, at } of story) {
        await own.clock.pass(Math.max(0, at - (own.clock.now() - 1_000)))
        acts[what]?.()
        await own.clock.pass(0)
        if (times > 0) expect([what, own.clock.pending]).toEqual([what, 0])
      }
      await own.clock.pass(3_000)
      expect([expected(story), times]).toEqual([settled, 1])
      daemon.close()
      expect([own.processes.listeners, getEventListeners(aborting.signal, 'abort').length, own.clock.pending]).toEqual([
        0, 0, 0,
      ])
      own.close()
    }),
    { numRuns: 300 },
  )
})

/** The same, told by what each may do: the first that settles does, and 500 ms are left to the end of a daemon that is unheard. */
function expected(story: readonly { readonly what: string; readonly at: number }[]): string {
  const settles: Readonly<Record<string, string>> = {
    fact: 'fact',
    fault: 'fault',
    exit: 'daemon-died',
    abort: 'aborted',
  }
  let until = 2_000
  let isUnheard = false
  for (const { what, at } of story) {
    if (at >= until) return 'timed-out'
    // A fact that has failed cannot come true any more.
    if (isUnheard && (what === 'fact' || what === 'fault')) continue
    const as = settles[what]
    if (as !== undefined) return as
    if (what === 'unheard' && !isUnheard) {
      isUnheard = true
      until = at + 500
    }
  }
  return 'timed-out'
}
