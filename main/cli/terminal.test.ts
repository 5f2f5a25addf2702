/** These tests see what a terminal gets and a pipe does not, and try output that cannot be written. */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildCli, type Cli, cliProgram as cliPath, openCli } from '../../test/fakes/cli.ts'
import * as world from '../../test/fakes/world.ts'

let cli: Cli
beforeAll(buildCli, 60_000)
beforeEach(async () => {
  cli = await openCli()
})
afterEach(() => cli.close())

const red = '\u001b[31mThe gateway does not answer.\u001b[0m'

test('the status is in colour where that is wanted, and plain in pipes', async () => {
  cli.helper.show(world.failed(new Date()))
  expect((await cli.roam6('status')).stdout).not.toContain('\u001b')
  const always = await cli.roam6With({ NO_COLOR: '1' }, '--color', 'always')
  expect(always.stdout.split('\n')[0]).toContain(red)
  expect(always.stdout).toContain('\u001b[31mGateway: The gateway does not answer\u001b[0m')
  cli.helper.show(world.connected(new Date()))
  const layers = (await cli.roam6('status', '--color=always')).stdout
  expect(layers).toContain('\u001b[32mConnected to home')
  expect(layers).toContain(`\u001b[32m${'GRE'.padEnd(10)}\u001b[0m`)
})

test('on a terminal it is in colour by itself, unless NO_COLOR is set', async () => {
  cli.helper.show(world.failed(new Date()))
  const on = (before: string, words = '') =>
    cli.inShell(
      `export TERM=xterm; ${before} script -qec "'${process.execPath}' '${cliPath}' ${words}" /dev/null </dev/null`,
    )
  expect((await on('')).stdout).toContain(red)
  expect((await on('NO_COLOR=1')).stdout).not.toContain('\u001b[31m')
  expect((await on('', '--color=never')).stdout).not.toContain('\u001b[31m')
})

test('the progress of a test is for a terminal only', async () => {
  expect((await cli.roam6('test')).stderr).toBe('')
  expect((await cli.onTerminal([], 'test')).stdout).toContain('0 of 13: The link is up')
})

test('a full disk is told, without a stack', async () => {
  const { exit, stderr } = await cli.inShell('roam6 status > /dev/full')
  expect(exit).toBe(1)
  expect(stderr).toBe(
    'roam6: the output is not whole: there is no room left on the disk. Make room, or write it elsewhere\n',
  )
})

test('a reader that went away ends it quietly, and not with 0', async () => {
  const { stdout, stderr } = await cli.inShell('{ sleep 0.1; roam6 help; } | true; echo "$PIPESTATUS"')
  expect({ stdout, stderr }).toEqual({ stdout: '141\n', stderr: '' })
  const closed = await cli.inShell('roam6 help >&-; echo $?')
  expect(closed.stderr).not.toMatch(/ {4}at /)
})

test('times are local and have their offset; in JSON they are as the helper says them', async () => {
  const since = new Date('2026-01-02T03:04:05Z')
  cli.helper.show(world.failed(since))
  expect((await cli.roam6With({ TZ: 'Asia/Kolkata' }, 'status')).stdout).toContain('since 2 Jan 08:34 +05:30')
  expect((await cli.roam6('--json')).stdout).toContain('"2026-01-02T03:04:05.000Z"')
  const stamp = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+05:30 /
  expect((await cli.roam6With({ TZ: 'Asia/Kolkata' }, 'logs')).stdout).toMatch(stamp)
  // It watches until its helper goes away, at the end of this test.
  const watching = 'TZ=Asia/Kolkata roam6 watch >told 2>&1 & until [ -s told ]; do sleep 0.05; done; cat told'
  expect((await cli.inShell(watching)).stdout).toMatch(stamp)
})

test('remove of a profile in use asks on a terminal, and wants --yes elsewhere', async () => {
  cli.helper.show(world.connected(new Date()))
  const wanted = await cli.roam6('remove', 'Home lab')
  expect(wanted).toMatchObject({ exit: 2, stdout: '' })
  expect(wanted.stderr).toBe("roam6: Home lab is in use. To disconnect and remove it: roam6 remove 'Home lab' --yes\n")
  const kept = await cli.onTerminal(['n'], 'remove', 'Home lab')
  expect(kept.exit).toBe(1)
  expect(kept.stdout).toMatch(
    /Home lab is in use\. Disconnect, and remove it with its keys\? \[y\/N\] [\s\S]*Home lab stays\./,
  )
  expect(cli.helper.calls.map(({ name }) => name)).not.toContain('remove')
  expect(await cli.onTerminal(['y'], 'remove', 'Home lab')).toMatchObject({ exit: 0 })
})

test('remove asks nobody where the profile is not in use, or with --yes', async () => {
  expect(await cli.roam6('remove', 'Home lab')).toMatchObject({ exit: 0, stdout: 'Removed Home lab\n' })
  cli.helper.script.profiles = [world.homeLab]
  cli.helper.show(world.connected(new Date()))
  expect(await cli.roam6('remove', 'Home lab', '--yes')).toMatchObject({ exit: 0 })
})

test('logs --follow goes on with what is new', async () => {
  const following = cli.follow(2, 'logs', '-f', '-n', '1')
  await expect.poll(() => cli.helper.calls.some(({ name }) => name === 'logs'), { timeout: 10_000 }).toBe(true)
  cli.helper.say('charon', 'a line that is new')
  const { stdout } = await following
  expect(stdout.trim().split('\n')).toEqual([
    expect.stringContaining('listening'),
    expect.stringContaining('a line that is new'),
  ])
})

test('logs --events prints what happened, a sentence each; --follow goes on with what happens', async () => {
  const at = '2026-11-26T09:41:07.000Z'
  const event = {
    id: 1,
    at,
    kind: 'asked' as const,
    text: 'User 1000 asked to connect Home lab.',
    count: 3,
    lastAt: at,
  }
  cli.helper.script.events = [event]
  const { stdout } = await cli.roam6With({ TZ: 'Asia/Kolkata' }, 'logs', '--events')
  expect(stdout).toBe('2026-11-26 15:11:07 +05:30  User 1000 asked to connect Home lab.  3 times, last at 15:11:07\n')
  expect(JSON.parse((await cli.roam6('logs', '--events', '--json')).stdout)).toEqual([event])
  const watched = () => cli.helper.calls.filter(({ name }) => name === 'events').length
  const before = watched()
  const following = cli.follow(2, 'logs', '-f', '--events')
  await expect.poll(watched, { timeout: 10_000 }).toBe(before + 1)
  cli.helper.tell({ ...event, id: 2, count: 1, text: 'Home lab is connected, after 2.0 s.' })
  expect(
    (await following).stdout
      .trim()
      .split('\n')
      .map((line) => line.slice(-20)),
  ).toEqual([expect.stringContaining('09:41:07'), expect.stringContaining('after 2.0 s.')])
})
