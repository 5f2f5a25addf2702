/** Each failure of the helper has its sentence, its whole line and its exit status: none there, one of another version, one of another user. */
import { chmodSync, cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildCli, type Cli, openCli } from '../../test/fakes/cli.ts'
import { wordFailure } from '../helper-failure.ts'
import { userName } from '../user-name.ts'
import { exitOf } from './common.ts'

let cli: Cli
beforeAll(buildCli, 60_000)
beforeEach(async () => {
  cli = await openCli()
})
afterEach(() => cli.close())

const helperProgram = join(import.meta.dirname, '../../dist/roam6-helper')
const uid = process.getuid?.() ?? 0

test('no helper', async () => {
  const socket = join(cli.folder, 'nobody')
  expect(await cli.roam6('status', '--socket', socket)).toEqual({
    exit: 3,
    stdout: '',
    stderr: `The helper is not running.
Nothing listens at ${socket}. Start it from the app, or run: sudo ${helperProgram} start --allow-uid ${uid} --socket ${socket}
`,
  })
})

test('a helper of another version', async () => {
  cli.helper.script.protocol = 99
  const { exit, stderr } = await cli.roam6('status')
  expect(exit).toBe(3)
  expect(stderr).toContain('The helper is version 0.1.0 and speaks protocol 99; this program speaks ')
  expect(stderr).toContain(`: sudo ${helperProgram} start --allow-uid ${uid} --socket ${cli.helper.socket}\n`)
})

test('a helper that answers nothing, or what is not understood, is as good as none', () => {
  const silent = { code: 'no-answer', verb: 'hello', afterMs: 7_000 } as const
  expect([exitOf(silent), exitOf({ code: 'not-understood', verb: 'hello', detail: 'state' })]).toEqual([3, 3])
  expect(wordFailure(silent).remedy).toContain('try again')
})

const isRoot = uid === 0
async function toldToAnother() {
  chmodSync(cli.folder, 0o755)
  chmodSync(cli.helper.socket, 0o600)
  const copy = join(cli.folder, 'main.mjs')
  cpSync(join(import.meta.dirname, '../../dist/cli/main.mjs'), copy)
  const { exit, stderr } = await cli.inShell(
    `setpriv --reuid 65534 --regid 65534 --clear-groups ${process.execPath} ${copy} status`,
  )
  expect(exit, stderr).toBe(4)
  const you = userName(65534)
  expect(stderr).toContain(
    `${you.charAt(0).toUpperCase()}${you.slice(1)} is not among those whom this helper serves: root alone.\n`,
  )
  expect(stderr).toMatch(/To be served instead, run: sudo \S+ start --allow-uid 65534 --socket \S+\n$/)
}

if (isRoot) test('a helper that serves another user', toldToAnother)
else test('a helper that serves another user: only root can have one here, so that this was not run', () => {})

test('names of users, where the machine has them', () => {
  expect(userName(0)).toBe('root (user 0)')
  expect(userName(4_000_000)).toBe('user 4000000')
  expect(userName(0, '/nowhere')).toBe('user 0')
})
