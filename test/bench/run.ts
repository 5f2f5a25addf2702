/**
 * `npm run bench [-- connect|helper|app]`: ratios against a baseline measured in the same run, alternating, with medians
 * and spread. Nothing is asserted: a figure of a shared machine is a figure to look at.
 */
import { compareApp } from './app-memory.ts'
import { compareConnects } from './connect.ts'
import { compareHelper } from './helper-memory.ts'
import { report } from './spread.ts'

const runs = 10
const say = (line: string) => console.log(`  ${line}`)

const benches: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  helper: async () => {
    const { memory, idle } = await compareHelper(runs)
    return [report(memory), idle]
  },
  app: async () => {
    const { comparisons, idle } = await compareApp(runs, say)
    return [...comparisons.map(report), idle]
  },
  connect: async () => [report(await compareConnects(runs, say))],
}

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !(name in benches))
if (unknown) throw new Error(`there is no bench ${unknown}; there are ${Object.keys(benches).join(', ')}`)
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`${name}:`)
  for (const line of await bench()) console.log(line)
}
