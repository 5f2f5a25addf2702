/** Everybody sends for home, a packet a millisecond each, while something happens; and the cafe sees none. */
import type { Report } from '../../lab/sending/sender.ts'
import { whileSending } from './attempts.ts'
import { guardSize } from './belts.ts'
import { seenInCafe, wayIn } from './nothing-in-clear.ts'
import { eventually } from './steps.ts'
import type { Step } from './story.ts'

/** Of what is due each millisecond, what a busy guest may leave out before nothing is proved any more. */
const leastShare = 0.2

const attemptsIn = (report: Report) =>
  Object.values(report)
    .flatMap(({ sent, refused }) => [sent, ...Object.values(refused)])
    .reduce((sum, count) => sum + count, 0)

/** Counts the packets of each way that reached the cafe, the most frequent first. */
function counted(lines: readonly string[]): string {
  const ways = lines.map((line) => wayIn(line) ?? line)
  const counts = [...new Set(ways)].map((way) => ({ way, count: ways.filter((one) => one === way).length }))
  const most = counts.toSorted((a, b) => b.count - a.count).slice(0, 20)
  return most.map(({ way, count }) => `${count} ${way}`).join('\n')
}

/** @param except ways that are not judged here */
export const whileEverybodySends = (steps: readonly Step[], except: readonly string[] = []): Step => ({
  says: `everybody sends for home all the time, and: ${steps.map(({ says }) => says).join(', ')}`,
  async perform(scene) {
    const known = (await seenInCafe(scene)).length
    const began = performance.now()
    const reports = await whileSending(scene, async () => {
      for (const step of steps)
        await step.perform(scene).catch((error: Error) => {
          throw new Error(`${step.says}: ${error.message}`)
        })
    })
    const due = (performance.now() - began) * leastShare
    const seen = (await seenInCafe(scene)).slice(known)
    const leaked = seen.filter((line) => !except.includes(wayIn(line) ?? ''))
    const tried = [...reports].map(([who, report]) => ({ who, attempts: attemptsIn(report) }))
    const said = tried.map(({ who, attempts }) => `${who} tried ${attempts} times`).join(', ')
    if (leaked.length > 0) throw new Error(`the cafe saw ${leaked.length} packets, as ${said}:\n${counted(leaked)}`)
    if (tried.some(({ attempts }) => attempts < due)) throw new Error(`too few to prove anything: ${said}`)
  },
})

/** The person wants to be home, and does not wait until that is so: the guard stands. */
export const wantsHome = (profile?: string): Step => ({
  says: 'home is wanted',
  async perform(scene) {
    await scene.laptop.wishes({ verb: 'up', profile: profile ?? scene.profile.name })
    scene.guarded = true
    await eventually(10, async () => {
      if ((await guardSize(scene)) === 0) throw new Error('nothing of a guard stands')
    })
  },
})

/** So many ms pass, while everybody goes on sending. */
export const passes = (ms: number): Step => ({
  says: `${ms} ms pass`,
  perform: () => new Promise((later) => setTimeout(later, ms)),
})
