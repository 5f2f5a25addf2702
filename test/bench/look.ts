/** One look at the system, by netlink and by the programs that print the same: on this machine, and on the lab's laptop at home. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { checkout } from '../lab/machine/places.ts'
import { contest } from './contest.ts'
import { spread, words } from './spread.ts'

type Figures = { readonly netlink: readonly number[]; readonly programs: readonly number[] }

const inside = 'test/bench/look-inside.ts'
/** What a look may cost on a quiet machine (build/decisions/0016). */
const mostMs = 20

async function onThisMachine(): Promise<Figures> {
  const { stdout } = await promisify(execFile)('unshare', ['--net', process.execPath, join(checkout, inside)])
  return JSON.parse(stdout)
}

const onLaptop = (say: (line: string) => void): Promise<Figures> =>
  contest('gre', say, async ({ world, ours }) => {
    await ours.up()
    await ours.settled()
    const argv = ['/project/node_modules/.bin/node', `/project/${inside}`]
    const { stdout } = await world.laptop.run(argv, { timeoutMs: 120_000 })
    await ours.down()
    return JSON.parse(stdout)
  })

const told = (where: string, { netlink, programs }: Figures) =>
  `A look ${where}: ${words(spread(netlink), 'ms')}, goal at most ${mostMs}; by six programs ${words(spread(programs), 'ms')}; ${netlink.length} looks each`

export async function compareLooks(say: (line: string) => void): Promise<readonly string[]> {
  return [
    told('on this machine, in a network of its own', await onThisMachine()),
    told("on the lab's laptop, connected by gre", await onLaptop(say)),
  ]
}
