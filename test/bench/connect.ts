/** From the click to the first answer of a host beyond home, against the same commands typed by hand. */
import type { WayName } from './by-hand/ways.ts'
import { type Contender, contest } from './contest.ts'
import { alternate, type Comparison } from './spread.ts'

const firstAnswerMs = 60_000

/**
 * Prints the guest's clock when the first echo came back. Tries at once again: it waits for the fact. No try is long: what
 * goes astray before the tunnel is there is not always answered with an error, whose senders limit their rate.
 */
const untilAnswered = (host: string) => `until ping -6 -n -c1 -W0.1 ${host} >/dev/null 2>&1; do :; done; date +%s%N`

export const compareConnects = (way: WayName, runs: number, say: (line: string) => void): Promise<Comparison> =>
  contest(way, say, async ({ world: { laptop, inside }, ours, theirs }) => {
    const clock = async () => Number((await laptop.run(['date', '+%s%N'])).stdout) / 1e6
    /** ms on the guest's clock. */
    const connect = async ({ name, up, settled, down }: Contender) => {
      const begun = await clock()
      const answered = laptop.run(['sh', '-c', untilAnswered(inside.beyond)], { timeoutMs: firstAnswerMs })
      const [{ stdout }] = await Promise.all([answered, up()])
      const took = Number(stdout) / 1e6 - begun
      await settled()
      await down()
      say(`${way}, ${name} ${took.toFixed(0)} ms`)
      return took
    }
    // Not counted: pages and caches of both are cold.
    await connect(ours)
    await connect(theirs)
    return {
      what: `Connect by ${way}, click to first ping6 answer`,
      baseline: 'by hand',
      unit: 'ms',
      goal: { atMost: 1.1 },
      ...(await alternate(runs, { ours: () => connect(ours), theirs: () => connect(theirs) })),
    }
  })
