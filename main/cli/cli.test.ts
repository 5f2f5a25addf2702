/** The built-in behaviour of `roam6`, run as a person does, against a fake helper. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ImportRequest, ImportResult } from '../../helper/contract/import.ts'
import { buildCli, type Cli, openCli } from '../../test/fakes/cli.ts'
import { type FakeHelper, startFakeHelper } from '../../test/fakes/helper.ts'
import * as imports from '../../test/fakes/imports.ts'
import * as states from '../../test/fakes/states.ts'
import * as world from '../../test/fakes/world.ts'

let cli: Cli
let folder: string
let helper: FakeHelper
let roam6: Cli['roam6']
let onTerminal: Cli['onTerminal']

beforeAll(buildCli, 60_000)
beforeEach(async () => {
  cli = await openCli()
  ;({ folder, helper, roam6, onTerminal } = cli)
})
afterEach(() => cli.close())

test('status has the sum of the path MTU', async () => {
  helper.show(world.connected(new Date()))
  const { exit, stdout } = await roam6('status')
  expect(exit).toBe(0)
  expect(stdout).toMatch(/^Connected to home, /)
  expect(stdout).toContain('1500 - 20 - 8 - 34 - 20 - 4 = 1414')
})

test('status while home is not reached tells the last session, and connected it does not', async () => {
  const { lastSession } = states.offAgain(new Date())
  helper.show(states.offAgain(new Date()))
  expect((await roam6('status')).stdout).toMatch(/^Last time +Home lab: From Train Wi-Fi, 2 h until .+: it was disc/m)
  const session = { since: new Date().toISOString(), awayMs: 0 }
  helper.show({ ...world.connected(new Date()), session, ...(lastSession ? { lastSession } : {}) })
  expect((await roam6('status')).stdout).not.toContain('Last time')
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

/** What the helper says of any files: one question, and whole with its answer. */
const asking = (request: ImportRequest): ImportResult => {
  const whole = request.answers.cipher === 'AES-256-CBC'
  return {
    format: 'openvpn',
    name: 'myhost',
    installed: false,
    understood: [{ what: 'float', from: { file: 'myhost.conf', line: 2 }, as: 'directive' }],
    warnings: [],
    leftOut: [{ what: 'script-security 3', from: { file: 'myhost.conf', line: 5 }, why: 'would run a program' }],
    questions: whole
      ? []
      : [
          {
            id: 'cipher',
            kind: 'choice',
            what: 'The cipher',
            why: 'None is named.',
            choices: ['AES-256-CBC', 'AES-128-CBC'],
            from: { file: 'myhost.conf', line: null },
          },
        ],
    summary: whole ? world.homeLab : null,
  }
}

test('import sends content, never a path; of a folder, what lies in it, by its name', async () => {
  helper.script.imports = [asking]
  mkdirSync(join(folder, 'inet6/hosts'), { recursive: true })
  writeFileSync(join(folder, 'inet6/tinc.conf'), 'Name = a\n')
  writeFileSync(join(folder, 'inet6/hosts/gateway'), 'Subnet = ::/0\n')
  symlinkSync('/etc/shadow', join(folder, 'inet6/shadow'))
  const file = join(folder, 'client.p12')
  writeFileSync(file, new Uint8Array([0x30, 0x82]))
  const words = ['--answer', 'cipher=AES-256-CBC', '--answer-file', `key=${join(folder, 'inet6/tinc.conf')}`]
  expect((await roam6('import', join(folder, 'inet6'), file, ...words, '--format', 'tinc')).exit).toBe(0)
  expect(helper.calls.at(-1)?.params).toEqual({
    files: [
      { name: 'inet6/hosts/gateway', content: 'Subnet = ::/0\n', encoding: 'utf8' },
      { name: 'inet6/tinc.conf', content: 'Name = a\n', encoding: 'utf8' },
      { name: 'client.p12', content: 'MII=', encoding: 'base64' },
    ],
    format: 'tinc',
    answers: { cipher: 'AES-256-CBC', key: 'Name = a\n' },
    dryRun: false,
    replace: false,
  })
})

test('import tells what was understood, left out and asked, with file and line', async () => {
  helper.script.imports = [asking]
  const file = join(folder, 'myhost.conf')
  writeFileSync(file, 'dev tap\n')
  const open = await roam6('import', file)
  expect(open).toMatchObject({ exit: 1 })
  expect(open.stdout).toMatch(/myhost.conf:2 +float/)
  expect(open.stdout).toMatch(/myhost.conf:5 +script-security 3 +would run a program/)
  expect(open.stdout).toMatch(/cipher +The cipher +None is named. myhost.conf One of: AES-256-CBC, AES-128-CBC/)
  const whole = await roam6('import', file, '--answer', 'cipher=AES-256-CBC', '--replace', '--name', 'Tap')
  expect(whole).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^Installed Tap: /) })
})

test('import asks one by one on the terminal', async () => {
  helper.script.imports = [asking]
  const file = join(folder, 'myhost.conf')
  writeFileSync(file, 'dev tap\n')
  const { stdout } = await onTerminal(['1'], 'import', file, '--name', 'Tap')
  expect(stdout).toMatch(/The cipher\s+myhost.conf\s+None is named.\s+1 {2}AES-256-CBC\s+2 {2}AES-128-CBC/)
  expect(stdout).toContain('Installed Tap: ')
})

test('profiles lists those that are installed, and tells of what it does not understand', async () => {
  helper.script.unreadable = [world.later]
  const { stdout, exit } = await roam6('profiles')
  expect(exit).toBe(0)
  const [installed, what, where] = stdout.split('\n')
  expect(installed).toMatch(/^Home lab +IKEv2 \+ GRE/)
  expect(what).toMatch(/^The profile “Cabin” is not understood: line 1, column 1, version: 2 is of a later Roam6/)
  expect(where).toContain(world.later.file)
  expect((await roam6('profiles', '--names')).stdout).toBe('Home lab\n')
})

test('export prints a profile with its secrets', async () => {
  helper.script.toml = { 'Home lab': { whole: 'name = "Home lab" # whole\n', masked: '' } }
  expect(await roam6('export', 'Home lab')).toMatchObject({ exit: 0, stdout: 'name = "Home lab" # whole\n' })
  expect(helper.calls.at(-1)?.params).toEqual({ profile: 'Home lab', secrets: true })
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

test('a helper that ends meanwhile', async () => {
  const watching = roam6('watch')
  await expect.poll(() => helper.calls.some(({ name }) => name === 'watch'), { timeout: 10_000 }).toBe(true)
  await helper.close()
  expect(await watching).toMatchObject({ exit: 3 })
  cli.helper = await startFakeHelper(helper.socket)
})

test('import says what is doubted, and where', async () => {
  const message = 'Your certificate is not for client@my.domain'
  const warning = { place: 'certificate.laptop.pem', message, remedies: ['It is for other@my.domain.'] }
  helper.script.imports = [(request) => ({ ...asking(request), warnings: [warning] })]
  const file = join(folder, 'myhost.conf')
  writeFileSync(file, 'float\n')
  const { exit, stdout } = await roam6('import', file, '--answer', 'cipher=AES-256-CBC')
  expect(exit).toBe(0)
  expect(stdout).toMatch(new RegExp(`^Doubted\\n  certificate.laptop.pem +${message} +It is for other@my.domain.`, 'm'))
})

test('show adds what the gateway of a tinc network needs, and stays a profile', async () => {
  const { Mesh } = imports.otherTexts
  helper.script.toml = { Mesh: { whole: Mesh, masked: Mesh, hostFile: imports.meshHostFile } }
  const { stdout } = await roam6('show', 'Mesh')
  expect(stdout).toContain(
    '# For the gateway, as hosts/laptop of its network:\n# Subnet = fd12:3456:789a:7:0:0:0:0/64\n',
  )
  expect(parse(stdout)).toEqual(parse(Mesh))
})

test('what moves a cursor, turns the writing or takes no room in a name is seen; a file gets it as it is', async () => {
  const name = 'Home \u202egnp\u200b'
  const seen = 'Home <U+202E>gnp<U+200B>'
  helper.script.profiles = [{ ...world.homeLab, name, gateway: '\u009b31m' }]
  const toml = `name = "${name}"\n`
  helper.script.toml = { [name]: { whole: toml, masked: toml } }
  const listed = await roam6('profiles')
  expect(listed.stdout).toContain(seen)
  expect(listed.stdout).toContain('<U+009B>31m')
  const asJson = await roam6('profiles', '--json')
  expect(asJson.stdout).toContain('Home \\u202egnp\\u200b')
  expect(JSON.parse(asJson.stdout)).toMatchObject({ installed: [{ name }] })
  expect((await roam6('export', name)).stdout).toBe(toml)
  expect((await onTerminal([], 'export', name)).stdout).toContain(`name = "${seen}"`)
  helper.script.refuses = { up: { code: 'unknown-profile', message: `There is no profile “${name}”.` } }
  expect((await roam6('up', name)).stderr).toContain(seen)
})
