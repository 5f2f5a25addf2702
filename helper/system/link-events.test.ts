import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { FakeClock } from '../../test/fakes/clock.ts'
import { watchLinkEvents } from './link-events.ts'
import { monitors } from './monitors.ts'
import type { OwnProcesses, Program } from './own-processes.ts'

class FakeProgram extends EventEmitter {
  readonly stdout = new PassThrough()
  readonly stderr = new PassThrough()
  kill() {
    return true
  }
}

/** Programs that only run until the test ends them. */
function started() {
  const runs: { readonly name: string; readonly program: FakeProgram }[] = []
  const clock = new FakeClock(() => runs.length)
  const own: Pick<OwnProcesses, 'spawn'> = {
    spawn(name) {
      const program = new FakeProgram()
      runs.push({ name, program })
      return program as unknown as Program
    },
  }
  const said: string[] = []
  let looks = 0
  const events = watchLinkEvents(own, clock, (_, __, text) => said.push(text))
  events.subscribe(() => {
    looks += 1
  })
  /** Ends all runs of the first monitor, now. */
  const endFirst = () => {
    const first = runs.filter(({ name }) => name === runs[0]?.name).at(-1)
    first?.program.emit('exit')
  }
  /** Passes time until another run begins; gives up after half a minute. */
  const another = async () => {
    const before = runs.length
    for (let seconds = 0; runs.length === before && seconds < 30; seconds += 1) await clock.pass(1_000)
  }
  return { runs, clock, said, events, endFirst, another, looks: () => looks }
}

test('a monitor that has run is started again, however short each later run is', async () => {
  const { runs, clock, endFirst, another, looks } = started()
  runs.splice(1)
  await clock.pass(60_000)
  for (let times = 1; times <= 12; times += 1) {
    endFirst()
    await another()
    expect([times, runs.length, looks()]).toEqual([times, times + 1, times])
  }
})

test('a monitor that ends as soon as it starts, again and again, is given up: the kernel lacks what it listens to', async () => {
  const { runs, endFirst, another, said } = started()
  runs.splice(1)
  for (let times = 0; times < 6; times += 1) {
    endFirst()
    await another()
  }
  expect(runs.length).toBe(3)
  expect(said.at(-1)).toMatch(/ cannot be had$/)
})

test('a monitor that cannot be started says so once, and the others run', () => {
  const { runs, said } = started()
  runs[0]?.program.emit('error', new Error('spawn ip ENOENT'))
  expect([runs.length, said]).toEqual([monitors.length, [expect.stringContaining('spawn ip ENOENT')]])
})

test('nothing is started after the end', async () => {
  const { runs, clock, events, endFirst } = started()
  await clock.pass(5_000)
  endFirst()
  events.close()
  await clock.pass(60_000)
  expect(runs.length).toBe(monitors.length)
})
