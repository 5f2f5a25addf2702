/** These tests make calls that are right in every spelling, and calls that are wrong, which get one line that says what to do. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildCli, type Cli, openCli } from '../../test/fakes/cli.ts'
import * as world from '../../test/fakes/world.ts'
import { verbs } from './verbs.ts'

let cli: Cli
beforeAll(async () => {
  buildCli()
  cli = await openCli()
}, 60_000)
afterAll(() => cli.close())

test('alone it is the status', async () => {
  const now = new Date()
  cli.helper.show(world.connected(now))
  const [alone, named] = await Promise.all([cli.roam6(), cli.roam6('status')])
  expect(alone.exit).toBe(0)
  expect(alone.stdout).toContain('Connected to home')
  expect(alone.stdout.replace(/\d+ s/g, '')).toBe(named.stdout.replace(/\d+ s/g, ''))
  cli.helper.show(world.failed(now))
  expect((await cli.roam6()).exit).toBe(0)
  expect((await cli.roam6('--socket', join(cli.folder, 'nobody'))).exit).toBe(3)
})

test.each([
  [['-h'], /^usage: roam6 \[VERB\]/],
  [['--help'], /^usage: roam6 \[VERB\]/],
  [['help'], /^usage: roam6 \[VERB\]/],
  [['help', 'up'], /^usage: roam6 up \[NAME\]/],
  [['up', '-h'], /^usage: roam6 up \[NAME\]/],
  [['--help', 'up'], /^usage: roam6 up \[NAME\]/],
  [['-h', 'up', '--bogus'], /^usage: roam6 up \[NAME\]/],
  [['help', '--help'], /^usage: roam6 help/],
  [['-V'], /^roam6 \d/],
  [['--version'], /^roam6 \d/],
  [['version'], /^roam6 \d/],
  [['up', '-V'], /^roam6 \d/],
  [['-V', 'status'], /^roam6 \d/],
])('%j is answered on standard output, without a helper', async (words, said) => {
  const { exit, stdout, stderr } = await cli.roam6With({ ROAM6_SOCKET: '/nowhere' }, ...words)
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  expect(stdout).toMatch(said)
})

test('no line of any help is longer than a common terminal', async () => {
  for (const { name } of verbs) {
    const { stdout } = await cli.roam6('help', name)
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
  }
})

const see = (verb = '') => ` Try: roam6 ${verb}${verb ? ' ' : ''}--help\n`

test.each([
  [['satus'], `roam6: there is no verb “satus”; did you mean “status”?${see()}`],
  [['bogus'], `roam6: there is no verb “bogus”.${see()}`],
  [['help', 'improt'], `roam6: there is no verb “improt”; did you mean “import”?${see()}`],
  [['status', '--jsno'], `roam6: there is no option --jsno; did you mean “--json”?${see('status')}`],
  [['status', '-x'], `roam6: status has no option -x.${see('status')}`],
  [['-v'], `roam6: there is no option -v; did you mean “-V”?${see()}`],
  [['--wait'], `roam6: --wait goes with up.${see()}`],
  [['profiles', '--name'], `roam6: there is no option --name; did you mean “--names”?${see('profiles')}`],
  [['status', '--wait'], `roam6: --wait goes with up, and not with status.${see('status')}`],
  [
    ['--color=alwys'],
    `roam6: --color wants one of auto, always, never, and not “alwys”; did you mean “always”?${see()}`,
  ],
  [['gateway', 'x', '--for', 'strongswam'], '; did you mean “strongswan”?'],
  [['import', 'x', '--format', 'openvnp'], '; did you mean “openvpn”?'],
  [['up', '--timeout'], `roam6: --timeout wants a value: --timeout S.${see('up')}`],
  [['up', '--timeout', '--wait'], `roam6: --timeout wants a value: --timeout S.${see('up')}`],
  [['up', '--wait=1'], `roam6: --wait takes no value.${see('up')}`],
  [['up', '--timeout', '5'], `roam6: --timeout goes with --wait: without it, up returns at once.${see('up')}`],
  [
    ['up', '--wait', '--timeout', 'soon'],
    `roam6: --timeout wants a number of seconds, at most 86400, and not “soon”.${see('up')}`,
  ],
  [
    ['up', '--wait', '--timeout', '3000000'],
    `roam6: --timeout wants a number of seconds, at most 86400, and not “3000000”.${see('up')}`,
  ],
  [['up', 'Home', 'lab'], `roam6: there is a word too many: “lab”; a name with spaces stands in quotes.${see('up')}`],
  [['show'], 'roam6: NAME is missing: '],
  [['logs', '-n', '0'], `roam6: --lines wants a number, 1 to 2000, and not “0”.${see('logs')}`],
  [['status', '--quiet'], `roam6: --quiet goes with --check.${see('status')}`],
  [['completion', 'fihs'], '; did you mean “fish”?'],
  [['import', '/dev/null', '--answer', 'x'], '--answer wants ID=VALUE'],
  [['--socket', '', 'status'], 'roam6: --socket wants a value: --socket FILE.'],
])('%j is a wrong call, in one line', async (words, why) => {
  const { exit, stdout, stderr } = await cli.roam6(...words)
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
  expect(stderr).toContain(why)
  expect(stderr).toMatch(/^roam6: [^\n]+\n$/)
})

test('options stand before the verb or after it, each as one letter where it has one', async () => {
  cli.helper.show(world.failed(new Date()))
  for (const words of [['--json', 'status'], ['status', '--json'], ['--json']])
    expect(JSON.parse((await cli.roam6(...words)).stdout)).toMatchObject({ state: 'failed' })
  expect((await cli.roam6('-n', '1', 'logs')).stdout.trim().split('\n')).toHaveLength(1)
})

const states = [
  ['connected', world.connected(new Date()), 0],
  ['connected, with a remark', world.attention(new Date()), 0],
  ['at home', world.atHome(new Date()), 0],
  ['off', world.off(new Date()), 5],
  ['connecting', world.connecting(new Date(), 'carrier'), 6],
  ['reconnecting', { ...world.connecting(new Date(), 'carrier'), state: 'reconnecting' as const }, 6],
  ['failed', world.failed(new Date()), 7],
] as const
test.each(states)('status --check, %s', async (_, snapshot, exit) => {
  cli.helper.show(snapshot)
  expect(await cli.roam6('status', '--check', '--quiet')).toEqual({ exit, stdout: '', stderr: '' })
  expect(await cli.roam6('--check')).toMatchObject({ exit, stdout: expect.stringMatching(/./) })
})

test('status --check --quiet is silent without a helper, too; help has the codes', async () => {
  const nobody = join(cli.folder, 'nobody')
  expect(await cli.roam6('status', '--check', '-q', '--socket', nobody)).toEqual({ exit: 3, stdout: '', stderr: '' })
  expect((await cli.roam6('help', 'status')).stdout).toMatch(/5 not connected,\s+6 connecting/)
  expect((await cli.roam6('help')).stdout).toMatch(/7 +status --check: home is out of reach/)
})

test('the unit of systemd in the help of watch runs a shell’s script that is sound', async () => {
  const { stdout } = await cli.roam6('help', 'watch')
  const [, script = ''] = stdout.match(/ExecStart=\/bin\/sh -c '([^']+)'/) ?? []
  // systemd joins lines, and takes two dollars for one (systemd.syntax(7), systemd.service(5)).
  const joined = script.replaceAll('\\\n', ' ').replaceAll('$$', '$')
  const world = [
    'roam6() { cat; }; jq() { cat; }; mountpoint() { [ -e mounted ]; }',
    'mount() { touch mounted; echo mount; }; umount() { rm mounted; echo umount; }',
  ]
  const states = 'printf "off\\nconnected\\nconnected\\nconnecting\\noff\\nfailed\\n"'
  const ran = await cli.inShell(`${world.join('\n')}\n${states} | ${joined}`)
  expect(ran).toMatchObject({ exit: 0, stdout: 'mount\numount\n' })
})

test('an empty ROAM6_SOCKET counts as none', async () => {
  const { stderr, exit } = await cli.roam6With({ ROAM6_SOCKET: '' }, 'status')
  expect(exit === 3 || exit === 4 || exit === 0, stderr).toBe(true)
  expect(stderr).not.toMatch(/ {4}at /)
})
