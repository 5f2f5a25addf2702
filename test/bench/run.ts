/**
 * Ratios against a baseline measured in the same run, alternating, with medians and spread. Nothing is asserted: a figure
 * of a shared machine is a figure to look at.
 *
 *     npm run bench                         all of them
 *     npm run bench -- connect throughput   some of them: helper, app, look, connect, throughput
 *     npm run bench -- connect tap          by this way home alone: gre, esp, ip6ip6, tap, tap-static, tinc
 *     npm run bench -- tinc --runs 3        what there is of a way; 3 runs instead of 10
 */
import { parseArgs } from 'node:util'
import { compareApp } from './app-memory.ts'
import { byHand, type WayName } from './by-hand/ways.ts'
import { compareConnects } from './connect.ts'
import { compareHelper } from './helper-memory.ts'
import { compareLooks } from './look.ts'
import { report } from './spread.ts'
import { compareThroughput, overBare } from './throughput.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '10' } },
})
const runs = Number(values.runs)
if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs} is no number of runs`)
const say = (line: string) => console.log(`  ${line}`)

const ofPrograms: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  helper: async () => {
    const { memory, idle } = await compareHelper(runs)
    return [report(memory), idle]
  },
  app: async () => {
    const { comparisons, idle } = await compareApp(runs, say)
    return [...comparisons.map(report), idle]
  },
  look: () => compareLooks(say),
}

const ofWays: Readonly<Record<string, (way: WayName) => Promise<readonly string[]>>> = {
  connect: async (way) => (await compareConnects(way, runs, say)).map(report),
  throughput: async (way) => {
    const figures = await compareThroughput(way, runs, say)
    return [report(figures.tunnels), overBare(figures)]
  },
}

const knows = <Key extends string>(table: Readonly<Record<Key, unknown>>, name: string): name is Key =>
  Object.hasOwn(table, name)
const known = { ...ofPrograms, ...ofWays, ...byHand }
const unknown = positionals.find((name) => !knows(known, name))
if (unknown) throw new Error(`there is no bench ${unknown}; there are ${Object.keys(known).join(', ')}`)
const ways = positionals.filter((name) => knows(byHand, name))
const wanted = (name: string) =>
  positionals.length === ways.length ? ways.length === 0 || name in ofWays : positionals.includes(name)

for (const [name, bench] of Object.entries(ofPrograms)) {
  if (!wanted(name)) continue
  console.log(`${name}:`)
  for (const line of await bench()) console.log(line)
}
for (const [name, bench] of Object.entries(ofWays)) {
  if (!wanted(name)) continue
  console.log(`${name}:`)
  for (const way of ways.length > 0 ? ways : (Object.keys(byHand) as WayName[]))
    for (const line of await bench(way)) console.log(line)
}
