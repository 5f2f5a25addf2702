/** Run where it is to be measured: prints how long looks take, in ms, by netlink and by the programs that print the same. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCommandRunner } from '../../helper/system/command-runner.ts'
import { createObserver } from '../../helper/system/observer.ts'
import { openOwnProcesses } from '../../helper/system/own-processes.ts'
import { readCommonSettings } from '../../helper/system/settings.ts'

const looks = 50

/** The fewest that say as much, all at once. */
const programs = [
  ['ip', '-d', '-j', 'address', 'show'],
  ...['-4', '-6'].map((family) => ['ip', family, '-d', '-j', '-force', '-batch', '-']),
  ['ip', 'xfrm', 'policy', 'show'],
  ['ip', 'xfrm', 'state', 'show', 'nokeys'],
  ['nft', '-j', 'list', 'table', 'inet', 'roam6'],
] as const

const folder = mkdtempSync(join(tmpdir(), 'look-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const mark = join(folder, 'mark')
const runner = createCommandRunner(openOwnProcesses({ mark, log: () => {} }))
const observer = createObserver(readCommonSettings)
const stdin = 'route show table all\nrule show\n'
const ways = {
  netlink: () => observer.observe(),
  programs: () =>
    Promise.all(programs.map(([program = '', ...args]) => runner.run(program, args, { stdin, deadlineMs: 10_000 }))),
}

const figures: Record<string, number[]> = { netlink: [], programs: [] }
for (const [name, look] of Object.entries(ways)) {
  await look()
  for (let n = 0; n < looks; n += 1) {
    const began = performance.now()
    await look()
    figures[name]?.push(performance.now() - began)
  }
}
console.log(JSON.stringify(figures))
