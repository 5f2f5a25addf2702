/**
 * The helper killed at every point of a connect and of a disconnect where the system differs: after each single effect,
 * and where a batch is journaled and nothing of it made yet. "Before" an effect is "after" the one in front of it.
 */
import { readIntent } from './intent.ts'
import { nothingBuilt } from './leaves-no-trace.ts'
import { eventually } from './steps.ts'
import type { Scene, Step } from './story.ts'
import { timed } from './timed.ts'

const program = 'test/roam6-helper-killable'
/** What takes long to read and no kill changes more than another: once for all of them. */
const lookedAtInTheEnd = ['sysctls', 'contents', 'mounted', 'queueing disciplines']

/** Read by the helper before each batch; see test/lab/killable-helper.ts. */
const wishFile = '/root/kill'
const countFile = '/root/effects'
const startKillable = ({ laptop }: Scene) => laptop.startHelper({ program, env: { ROAM6_KILL: wishFile } })

const connectMs = 40_000

/** Where the helper is to be killed, counted from the wish on; and whether that wish is to leave. */
interface KillPoint {
  readonly at: string
  readonly leaving: boolean
}

async function up({ laptop, profile }: Scene) {
  const { code, stderr } = await laptop.cli(['up', profile.name, '--wait', '--timeout', String(connectMs / 1_000)])
  if (code !== 0) throw new Error(`roam6 up ended with ${code}\n${stderr}`)
}

async function down({ laptop }: Scene) {
  const { code, stderr } = await laptop.cli(['down'])
  if (code !== 0) throw new Error(`roam6 down ended with ${code}\n${stderr}`)
}

const wish = ({ laptop: { host } }: Scene, content: string) => host.writeFiles([{ path: wishFile, content }])
const unwish = ({ laptop: { host } }: Scene) => host.run(['rm', '-f', wishFile])

export const everyKill = process.env.ROAM6_KILLS === 'every'
const chosen = (points: readonly KillPoint[], stride: number) =>
  points.filter(({ at }) => everyKill || at.endsWith('+') || Number(at) % stride === 0)

/** Counts the effects of one connect and one disconnect. */
async function findKillPoints(scene: Scene): Promise<KillPoint[]> {
  const { host } = scene.laptop
  await wish(scene, `count:${countFile}`)
  await up(scene)
  await down(scene)
  await unwish(scene)
  const text = await host.readFile(countFile)
  await host.run(['rm', countFile])
  const points: KillPoint[] = []
  const done = { make: 0, undo: 0 }
  for (const line of text.trim().split('\n')) {
    const [size, verb] = line.split(' ') as [string, 'make' | 'undo']
    const leaving = verb === 'undo'
    points.push({ at: `${done[verb]}+`, leaving })
    for (let n = 1; n <= Number(size); n += 1) points.push({ at: String(done[verb] + n), leaving })
    done[verb] += Number(size)
  }
  return points
}

/** From off to off, by a helper killed on the way and the next one, which is killed at the next point. */
async function killAndRecover(scene: Scene, { at, leaving }: KillPoint) {
  const { laptop } = scene
  if (leaving) await timed('connecting', up(scene))
  await wish(scene, at)
  const verb = leaving ? ['down'] : ['up', scene.profile.name]
  // The answer never comes; and it is not to be asked for again, of the next helper.
  const killed = new AbortController()
  const unanswered = laptop.cli(verb, { signal: killed.signal }).catch(() => undefined)
  await timed('until it is killed', laptop.helper.exited)
  killed.abort()
  await unanswered
  await unwish(scene)
  const intent = await readIntent(laptop.host)
  if (intent !== (leaving ? 'down' : 'up')) throw new Error(`the intent on disk is ${intent}`)
  await timed('the next helper recovers', startKillable(scene))
  // The new helper is about to build the tunnel anew; leaving works all the same.
  if (!leaving) await down(scene)
  // The helper may be looking at the system at the same time as the test.
  await timed(
    'nothing is left',
    eventually(10, () => nothingBuilt(scene, lookedAtInTheEnd)),
  )
}

/**
 * A run of everything takes each batch's beginning and of the effects one in `stride`, for time's sake; ROAM6_KILLS=every takes all.
 * The same points are all tried, in milliseconds, against a fake kernel: test/suites/recovery.test.ts.
 */
export const killedEverywhere = (stride: number): Step => ({
  says: 'is killed at every effect of a connect and of a disconnect, and recovers',
  async perform(scene) {
    await scene.laptop.stopHelper()
    await startKillable(scene)
    const all = await findKillPoints(scene)
    const points = chosen(all, stride)
    const begun = performance.now()
    for (const [n, point] of points.entries()) {
      const seconds = ((performance.now() - begun) / 1_000).toFixed(0)
      console.log(`kills: ${n} of ${points.length} (of ${all.length} that there are) recovered after ${seconds} s`)
      await killAndRecover(scene, point).catch((error: Error) => {
        throw new Error(`killed at ${point.at} (${point.leaving ? 'leaving' : 'connecting'}): ${error.message}`)
      })
    }
    const leaving = points.filter((point) => point.leaving).length
    const effects = all.filter(({ at }) => !at.endsWith('+')).length
    console.log(
      `kills: ${effects} effects; killed at ${points.length - leaving} points of a connect and ${leaving} of a disconnect, all recovered`,
    )
  },
})
