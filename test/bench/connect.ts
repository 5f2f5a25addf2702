/**
 * The time from the click to the first answer of a host beyond home, and the time to leave, against the same commands
 * typed by hand.
 */
import { nextSecond } from '../lab/gateways/tinc.ts'
import type { WayName } from './by-hand/ways.ts'
import { type Contender, contest } from './contest.ts'
import { alternate, type Comparison } from './spread.ts'

const firstAnswerMs = 60_000

/**
 * Prints the guest's clock when the first echo came back. Tries at once again: it waits for the fact. No try is long: what
 * goes astray before the tunnel is there is not always answered with an error, whose senders limit their rate.
 */
const untilAnswered = (host: string) => `until ping -6 -n -c1 -W0.1 ${host} >/dev/null 2>&1; do :; done; date +%s%N`

/** At most so much of what it takes by hand. Besides its daemon, a way measures the path MTU, which nobody does by hand. */
const goals: Readonly<Record<WayName, number>> = {
  gre: 1.1,
  esp: 1.1,
  ip6ip6: 1.5,
  tap: 1.5,
  'tap-static': 1.5,
  tinc: 1.5,
}
const downGoal = 2

export const compareConnects = (
  way: WayName,
  runs: number,
  say: (line: string) => void,
): Promise<readonly Comparison[]> =>
  contest(way, say, async ({ world: { laptop, inside }, ours, theirs }) => {
    const clock = async () => Number((await laptop.run(['date', '+%s%N'])).stdout) / 1e6
    const downs = { ours: [] as number[], theirs: [] as number[] }
    /** ms on the guest's clock. */
    const connect = async ({ name, up, settled, down }: Contender) => {
      await laptop.run(['sh', '-c', nextSecond])
      const begun = await clock()
      const answered = laptop.run(['sh', '-c', untilAnswered(inside.beyond)], { timeoutMs: firstAnswerMs })
      const [{ stdout }] = await Promise.all([answered, up()]).catch((error: Error) => {
        throw new Error(`${way}, ${name}: ${error.message}`, { cause: error })
      })
      const took = Number(stdout) / 1e6 - begun
      await settled()
      const downMs = await down()
      downs[name === 'ours' ? 'ours' : 'theirs'].push(downMs)
      say(`${way}, ${name} ${took.toFixed(0)} ms, down ${downMs.toFixed(0)} ms`)
      return took
    }
    // Not counted: pages and caches of both are cold.
    await connect(ours)
    await connect(theirs)
    for (const name of ['ours', 'theirs'] as const) downs[name].length = 0
    const connects = await alternate(runs, { ours: () => connect(ours), theirs: () => connect(theirs) })
    const compared = { baseline: 'by hand', unit: 'ms' }
    return [
      {
        ...compared,
        what: `Connect by ${way}, click to first ping6 answer`,
        goal: { atMost: goals[way] },
        ...connects,
      },
      { ...compared, what: `Down by ${way}`, goal: { atMost: downGoal }, ...downs },
    ]
  })
