/**
 * The real helper, ended by SIGKILL between two effects. The file that ROAM6_KILL names says where, as long as it is there:
 * "7" when seven single effects are done, counted from when the file was first seen over all that it makes and undoes; "7+"
 * when the next batch is journaled as well, and nothing of it made. "count:FILE" ends nothing and appends a line for each
 * batch to FILE: how many effects, and what it does.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runHelper } from '../../helper/run-helper.ts'
import type { Effects } from '../../helper/system/ports.ts'

const wishFile = process.env.ROAM6_KILL ?? ''
let made = 0

const killNow = () => process.kill(process.pid, 'SIGKILL')

/** @param some does the first n effects of a batch */
async function batch<Result>(verb: string, size: number, some: (n: number) => Promise<Result>): Promise<Result> {
  if (!existsSync(wishFile)) made = 0
  if (size === 0 || !existsSync(wishFile)) return some(size)
  const wish = readFileSync(wishFile, 'utf8').trim()
  if (wish.startsWith('count:')) {
    appendFileSync(wish.slice('count:'.length), `${size} ${verb}\n`)
    return some(size)
  }
  const end = Number.parseInt(wish, 10)
  const journaled = wish.endsWith('+')
  if (made === end && journaled) killNow()
  const left = end - made
  made += size
  if (!(left > 0 && left <= size) || journaled) return some(size)
  const result = await some(left)
  killNow()
  return result
}

const killable = (real: Effects): Effects => ({
  ...real,
  make: (changes, signal) => batch('make', changes.length, (n) => real.make(changes.slice(0, n), signal)),
  // Undone from the last one back.
  undo: (changes) => batch('undo', changes.length, (n) => real.undo(changes.slice(changes.length - n))),
})

const option = (name: string) => process.argv[process.argv.indexOf(`--${name}`) + 1] ?? ''
await runHelper({
  socket: option('socket'),
  state: option('state'),
  runtime: option('runtime'),
  allowedUid: Number(option('allow-uid')),
  importCode: join(import.meta.dirname, '../helper/profile-import.mjs'),
  effects: killable,
})
