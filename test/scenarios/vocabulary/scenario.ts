/** Runs a story in a world of its own and keeps the evidence where it fails. */
import { inject, test } from 'vitest'
import { type Laptop, openLaptop } from '../../lab/laptop.ts'
import { connectToAgent } from '../../lab/machine/connection.ts'
import { lastLines } from '../../lab/machine/guest.ts'
import { removeTemporary, temporaryFolder } from '../../lab/machine/temporary.ts'
import { buildWorld, type World } from '../../lab/world.ts'
import { keepEvidence, recordPackets } from './evidence.ts'
import { leavesNoTrace } from './leaves-no-trace.ts'
import { nothingEnters } from './nothing-enters.ts'
import { nothingInClear } from './nothing-in-clear.ts'
import type { Scene, Story } from './story.ts'
import { recordSystem } from './system-record.ts'

/** Three times what the longest takes beside another world: what hangs has deadlines of its own, long before. */
const defaultTimeoutMs = 300_000

export function scenario(name: string, story: Story): void {
  test(name, { timeout: story.timeoutMs ?? defaultTimeoutMs }, async () => {
    const { place, console } = inject('guest')
    const machine = await connectToAgent(place, AbortSignal.timeout(10_000), () => lastLines(console))
    const folder = temporaryFolder('scenario')
    let world: World | undefined
    let laptop: Laptop | undefined
    try {
      world = await named('building the world', buildWorld(machine, { ...story.networks, ...story.hosts }))
      laptop = await openLaptop(world.laptop, folder)
      await recordPackets(world)
      await tell(story, world, laptop)
    } catch (error) {
      const kept = world ? await keepEvidence(name, world, laptop).catch((why) => `nothing (${why})`) : 'nothing'
      // No cause: the message says where, and vitest would print all of it once more.
      throw new Error(`${(error as Error).message}\nkept: ${kept}`)
    } finally {
      await laptop?.close()
      await world?.close()
      machine.close()
      removeTemporary(folder)
    }
  })
}

/** ROAM6_TIMES=1 prints how long each part took. */
const times = process.env.ROAM6_TIMES === '1'

async function tell(story: Story, world: World, laptop: Laptop): Promise<void> {
  const { always = [nothingInClear, nothingEnters], afterwards = [leavesNoTrace] } = story
  const profile = world.profile()
  await story.profile?.(profile, world)
  const scene: Scene = {
    world,
    laptop,
    profile,
    before: await named('recording the laptop', recordSystem(world.laptop)),
    guarded: false,
  }
  await named('starting the helper', laptop.startHelper())
  await named('installing the profile', laptop.install(profile))
  const watches = await Promise.all(
    always.map(async ({ says, begin }) => ({ says, watch: await named(`preparing "${says}"`, begin(scene)) })),
  )
  for (const [n, step] of story.steps.entries()) {
    const place = `step ${n + 1}, ${step.says}`
    await named(place, step.perform(scene))
    if (!step.observes)
      await Promise.all(watches.map(({ says, watch }) => named(`after ${place}: ${says}`, watch.check())))
  }
  if (scene.guarded) await named('leaving', leave(scene))
  await named('ending the helper', laptop.stopHelper())
  for (const { says, check } of afterwards) await named(`afterwards: ${says}`, check(scene))
}

/** A story may end at home; its person does not. */
async function leave(scene: Scene): Promise<void> {
  scene.guarded = false
  const { code, stderr } = await scene.laptop.cli(['down'])
  if (code !== 0) throw new Error(`roam6 down ended with ${code}\n${stderr}`)
}

/** Errors say where in the story they happened. */
async function named<T>(place: string, promise: Promise<T>): Promise<T> {
  const began = performance.now()
  try {
    return await promise
  } catch (error) {
    throw new Error(`${place}: ${(error as Error).message}`)
  } finally {
    if (times) console.log(`${((performance.now() - began) / 1000).toFixed(1)} s  ${place}`)
  }
}
