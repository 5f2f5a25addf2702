/**
 * The helper killed at every point of a connect and of a disconnect where the system differs: after each single effect,
 * and where a batch is journaled and nothing of it made yet. "Before" an effect is "after" the one in front of it.
 */
import { readIntent } from './vocabulary/intent.ts'
import { nothingBuilt } from './vocabulary/leaves-no-trace.ts'
import { scenario } from './vocabulary/scenario.ts'
import { eventually } from './vocabulary/steps.ts'
import type { Scene, Step } from './vocabulary/story.ts'

const program = 'test/roam6-helper-killable'
/** What takes long to read and no kill changes more than another: once for all of them. */
const lookedAtInTheEnd = ['sysctls', 'contents', 'mounted', 'queueing disciplines']

const countFile = '/root/effects'
const connectMs = 40_000

/** Where the helper is to be killed: ROAM6_KILL's value, and whether a disconnect is under way by then. */
interface KillPoint {
  readonly at: string
  readonly leaving: boolean
}

async function up({ laptop, profile }: Scene) {
  const { code, stderr } = await laptop.cli(['up', profile.name, '--wait', '--timeout', String(connectMs / 1_000)])
  if (code !== 0) throw new Error(`roam6 up ended with ${code}\n${stderr}`)
}

/**
 * A run of everything takes each batch's beginning and every fifth effect, for time's sake; ROAM6_KILLS=every takes all.
 * The same points are all tried, in milliseconds, against a fake kernel: test/suites/recovery.test.ts.
 */
const stride = process.env.ROAM6_KILLS === 'every' ? 1 : 5
const chosen = (points: readonly KillPoint[]) =>
  points.filter(({ at }) => at.endsWith('+') || Number(at) % stride === 0)

/** One connect and one disconnect, counted. */
async function findKillPoints(scene: Scene): Promise<KillPoint[]> {
  const { laptop } = scene
  await laptop.startHelper({ program, env: { ROAM6_KILL: `count:${countFile}` } })
  await up(scene)
  await laptop.cli(['down'])
  await laptop.stopHelper()
  const text = await laptop.host.readFile(countFile)
  await laptop.host.run(['rm', countFile])
  const points: KillPoint[] = []
  let done = 0
  for (const line of text.trim().split('\n')) {
    const [size, verb] = line.split(' ')
    const leaving = verb === 'undo'
    points.push({ at: `${done}+`, leaving })
    for (let n = 1; n <= Number(size); n += 1) points.push({ at: String(done + n), leaving })
    done += Number(size)
  }
  return points
}

async function killAndRecover(scene: Scene, { at, leaving }: KillPoint) {
  const { laptop } = scene
  await laptop.startHelper({ program, env: { ROAM6_KILL: at } })
  const killed = laptop.helper.exited
  if (leaving) {
    await up(scene)
    await Promise.all([laptop.cli(['down']), killed])
  } else {
    await laptop.cli(['up', scene.profile.name])
    await killed
  }
  const intent = await readIntent(laptop.host)
  if (intent !== (leaving ? 'down' : 'up')) throw new Error(`the intent on disk is ${intent}`)
  await laptop.startHelper()
  if (!leaving) {
    // It is about to build the tunnel anew; leaving works all the same.
    const { code, stderr } = await laptop.cli(['down'])
    if (code !== 0) throw new Error(`roam6 down ended with ${code}\n${stderr}`)
  }
  // The helper may be looking at the system while we do.
  await eventually(10, () => nothingBuilt(scene, lookedAtInTheEnd))
  await laptop.killHelper()
}

const killedEverywhere: Step = {
  says: 'is killed at every effect of a connect and of a disconnect, and recovers',
  async perform(scene) {
    await scene.laptop.stopHelper()
    const all = await findKillPoints(scene)
    const points = chosen(all)
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
    await scene.laptop.startHelper()
  },
}

scenario('killed at every effect', { always: [], steps: [killedEverywhere], timeoutMs: 1_500_000 })
