/** The built-in behaviour of `roam6`, run as a person does, against a fake helper. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FakeHelper, startFakeHelper } from '../../test/fakes/helper.ts'
import { ipsec, ipsecConf } from '../../test/fakes/imports.ts'
import * as world from '../../test/fakes/world.ts'

let folder: string
let helper: FakeHelper

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-cli-'))
  helper = await startFakeHelper(join(folder, 's'), { phaseMs: 20, checkMs: 1 })
})
afterEach(async () => {
  await helper.close()
  rmSync(folder, { recursive: true })
})

interface Ended {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
}

function roam6(...words: string[]): Promise<Ended> {
  const program = join(import.meta.dirname, 'main.ts')
  const env = { ...process.env, ROAM6_SOCKET: helper.socket }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...words], { env, timeout: 15_000 }, (_error, stdout, stderr) =>
      resolve({ exit: child.exitCode, stdout, stderr }),
    )
    child.stdin?.end()
  })
}

test('status has the sum of the path MTU', async () => {
  helper.show(world.connected(new Date()))
  const { exit, stdout } = await roam6('status')
  expect(exit).toBe(0)
  expect(stdout).toMatch(/^Connected to home, /)
  expect(stdout).toContain('1500 - 20 - 8 - 34 - 20 - 4 = 1414')
})

test('status --json is the snapshot', async () => {
  const { stdout } = await roam6('status', '--json')
  expect(JSON.parse(stdout)).toEqual(helper.script.snapshot)
})

test('up --wait ends when connected, and has told each phase', async () => {
  const { exit, stdout, stderr } = await roam6('up', 'Home lab', '--wait')
  expect(exit).toBe(0)
  expect(stderr.split('\n')[0]).toBe('Resolve: tunnel.my.domain is 5.6.7.8')
  expect(stdout).toMatch(/^Connected to home/)
})

test('up --wait ends with 1 when it failed; a failure from before is no answer', async () => {
  helper.show(world.failed(new Date(0)))
  helper.script.outcome = world.failed
  const failed = await roam6('up', '--wait')
  expect(failed).toMatchObject({ exit: 1, stdout: expect.stringMatching(/^Gateway: The gateway does not answer\n/) })
  helper.script.outcome = world.connected
  expect((await roam6('up', '--wait')).exit).toBe(0)
})

test('up --wait --timeout gives up waiting', async () => {
  helper.script.phaseMs = 5_000
  expect(await roam6('up', '--wait', '--timeout', '0.3')).toMatchObject({ exit: 1 })
})

test('down', async () => {
  helper.show(world.connected(new Date()))
  expect(await roam6('down')).toMatchObject({ exit: 0, stdout: 'Not connected\n' })
})

test('test ends with its verdict', async () => {
  expect((await roam6('test')).exit).toBe(0)
  helper.script.report = world.brokenReport
  const { exit, stdout } = await roam6('test')
  expect(exit).toBe(1)
  expect(stdout).toMatch(/^GRE is not answered by the gateway\nBroken: GRE\n/)
})

test('import sends content, never a path', async () => {
  const file = join(folder, 'home.toml')
  writeFileSync(file, 'name = "Home lab"\n')
  expect((await roam6('import', file, '--dry-run')).exit).toBe(0)
  expect(helper.calls.at(-1)?.params).toEqual({
    files: [{ name: 'home.toml', content: 'name = "Home lab"\n', encoding: 'utf8' }],
    answers: {},
    dryRun: true,
    replace: false,
  })
})

test('import takes folders, and a format', async () => {
  const home = join(folder, 'home')
  mkdirSync(join(home, 'hosts'), { recursive: true })
  writeFileSync(join(home, 'tinc.conf'), 'Name = laptop\n')
  writeFileSync(join(home, 'hosts/gateway'), 'Subnet = ::/0\n')
  expect((await roam6('import', home, '--format', 'tinc')).exit).toBe(1)
  expect(helper.calls.at(-1)?.params).toMatchObject({
    files: [{ name: 'home/hosts/gateway' }, { name: 'home/tinc.conf' }],
    format: 'tinc',
  })
  expect(await roam6('import', home, '--format', 'xls')).toMatchObject({ exit: 2 })
})

test('what nobody can be asked for is said to be missing, and nothing is installed', async () => {
  helper.script.imports = [ipsec]
  const file = join(folder, 'ipsec.conf')
  writeFileSync(file, ipsecConf)
  const { exit, stdout } = await roam6('import', file)
  expect(exit).toBe(1)
  expect(stdout).toContain('Not installed: home')
  expect(stdout).toMatch(/^ {2}IKEv2 to tunnel\.my\.domain +ipsec\.conf, line 6$/m)
  expect(stdout).toMatch(/^ {2}leftupdown=.* +ipsec\.conf, line 5 +No script is run/m)
  expect(stdout).toMatch(/^Missing\n {2}The certificate of the authority/m)
})

test.each([
  [['bogus'], 'there is no verb "bogus"'],
  [['status', '--bogus'], '--bogus'],
  [['show'], 'NAME is missing'],
  [['show', 'a', 'b'], 'too many words: "b"'],
  [['logs', '--lines', '0'], '--lines wants a number'],
  [['up', '--timeout', 'soon'], '--timeout wants a number'],
  [['import', '/nowhere/x.toml'], 'x.toml cannot be read: ENOENT'],
  [['completion', 'tcsh'], 'bash, zsh, fish'],
])('%j is a wrong call', async (words, why) => {
  const { exit, stderr } = await roam6(...words)
  expect(exit).toBe(2)
  expect(stderr).toContain(why)
})

test('what was refused, for want of authority and otherwise', async () => {
  helper.script.refuses = { remove: { code: 'not-authorised', message: 'Only an administrator may remove profiles.' } }
  expect(await roam6('remove', 'Home lab')).toMatchObject({
    exit: 4,
    stderr: 'Only an administrator may remove profiles.\n',
  })
  helper.script.refuses = { up: { code: 'unknown-profile', message: 'There is no profile "x".' } }
  const { exit, stdout } = await roam6('up', 'x', '--json')
  expect(exit).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ failure: { reason: { code: 'unknown-profile' } } })
})

test('no helper, and one of another version', async () => {
  helper.script.protocol = 99
  expect(await roam6('status')).toMatchObject({ exit: 3, stderr: expect.stringContaining('speaks protocol 99') })
  expect(await roam6('status', '--socket', join(folder, 'nobody'))).toMatchObject({ exit: 3 })
})

test('a helper that ends meanwhile', async () => {
  const watching = roam6('watch')
  await expect.poll(() => helper.calls.some(({ name }) => name === 'watch'), { timeout: 10_000 }).toBe(true)
  await helper.close()
  expect(await watching).toMatchObject({ exit: 3 })
  helper = await startFakeHelper(helper.socket)
})

test('help needs no helper', async () => {
  const { exit, stdout } = await roam6('--help')
  expect(exit).toBe(0)
  expect(stdout).toContain('usage: roam6 VERB')
  expect((await roam6('up', '--help')).stdout).toMatch(/^usage: roam6 up \[NAME\]/)
})
