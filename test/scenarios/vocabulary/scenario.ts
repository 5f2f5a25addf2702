/**
 * Tells a story and keeps the evidence where it fails. Stories of one file that want the same ground are told in one
 * world, one after another: its gateway starts anew for each, its laptop is seen to be what it was after each.
 */
import { afterAll, test } from 'vitest'
import { groundOf } from '../../lab/world.ts'
import { keepEvidence } from './evidence.ts'
import { nothingBuilt } from './leaves-no-trace.ts'
import { nothingEnters } from './nothing-enters.ts'
import { nothingInClear } from './nothing-in-clear.ts'
import { clearStage, openStage, type Stage } from './stage.ts'
import { disconnects } from './steps.ts'
import type { Scene, Story } from './story.ts'
import { timed } from './timed.ts'

/** Three times what the longest takes beside another world: what hangs has deadlines of its own, long before. */
const defaultTimeoutMs = 300_000

/** Of this file: vitest loads this module anew for each. */
let stage: Stage | undefined

/** What was seen on it once more at its end: that of the whole file, as nobody can know which story comes last. */
async function leaveStage(): Promise<void> {
  const left = stage
  stage = undefined
  if (left) await clearStage(left)
}
afterAll(leaveStage, defaultTimeoutMs)

async function enterStage({ networks, hosts }: Story): Promise<Stage> {
  const plan = { ...networks, ...hosts }
  if (stage?.ground === groundOf(plan)) {
    await timed('renewing the world', stage.world.renew(plan))
    return stage
  }
  await timed('the stories before', leaveStage())
  stage = await openStage(plan)
  return stage
}

export function scenario(name: string, story: Story): void {
  test(name, { timeout: story.timeoutMs ?? defaultTimeoutMs }, async () => {
    try {
      await tell(story, await enterStage(story))
    } catch (error) {
      const broken = stage
      stage = undefined
      const lost = (why: Error) => `nothing (${why.message})`
      const kept = broken ? await keepEvidence(name, broken.world, broken.laptop).catch(lost) : 'nothing'
      await broken?.close()
      // No cause: the message says where, and vitest would print all of it once more.
      throw new Error(`${(error as Error).message}\nkept: ${kept}`)
    }
  })
}

async function tell(story: Story, { world, laptop, before, senders }: Stage): Promise<void> {
  const { always = [nothingInClear, nothingEnters], afterwards = [] } = story
  const profile = world.profile()
  await story.profile?.(profile, world)
  const scene: Scene = { world, laptop, profile, before, senders, guarded: false }
  await timed('installing the profile', laptop.install(profile))
  const watches = await Promise.all(
    always.map(async ({ says, begin }) => ({ says, watch: await timed(`preparing "${says}"`, begin(scene)) })),
  )
  for (const [n, step] of story.steps.entries()) {
    const place = `step ${n + 1}, ${step.says}`
    await timed(place, step.perform(scene))
    if (!step.observes)
      await Promise.all(watches.map(({ says, watch }) => timed(`after ${place}: ${says}`, watch.check())))
  }
  // A story may end at home; its person does not.
  if (scene.guarded) await timed('leaving', disconnects().perform(scene))
  await timed('in the end: nothing is left', nothingBuilt(scene))
  for (const { says, check } of afterwards) await timed(`afterwards: ${says}`, check(scene))
}
