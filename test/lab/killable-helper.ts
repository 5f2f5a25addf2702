/**
 * The real helper, ended by SIGKILL before or after a single effect: `ROAM6_KILL=before:7` or `after:7`, counted from 1
 * over everything that it makes and undoes. `ROAM6_KILL=count:FILE` ends nothing and keeps the count in FILE.
 * Effects that the helper makes in one go are made one at a time here, so that there is a before and an after to each.
 */
import { writeFileSync } from 'node:fs'
import { runHelper } from '../../helper/run-helper.ts'
import type { Effects } from '../../helper/system/ports.ts'

const [when, what = ''] = (process.env.ROAM6_KILL ?? '').split(':')
let count = 0

const killNow = () => process.kill(process.pid, 'SIGKILL')

async function single<Result>(effect: () => Promise<Result>): Promise<Result> {
  count += 1
  if (when === 'count') writeFileSync(what, `${count}\n`)
  if (when === 'before' && count === Number(what)) killNow()
  const result = await effect()
  if (when === 'after' && count === Number(what)) killNow()
  return result
}

const killable = (real: Effects): Effects => ({
  ...real,
  async make(changes, signal) {
    for (const change of changes) await single(() => real.make([change], signal))
  },
  async undo(changes) {
    const left = []
    for (const change of changes.toReversed()) left.push(...(await single(() => real.undo([change]))))
    return left
  },
})

const option = (name: string) => process.argv[process.argv.indexOf(`--${name}`) + 1] ?? ''
await runHelper({
  socket: option('socket'),
  state: option('state'),
  runtime: option('runtime'),
  allowedUid: Number(option('allow-uid')),
  effects: killable,
})
