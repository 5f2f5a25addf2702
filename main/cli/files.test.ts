/** These tests read files without a helper, and files that cannot be read. */
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildCli, type Cli, openCli } from '../../test/fakes/cli.ts'
import { homeLabTexts } from '../../test/fakes/imports.ts'
import { seed001Toml } from '../../test/fakes/seed001.ts'

let cli: Cli
beforeAll(buildCli, 60_000)
beforeEach(async () => {
  cli = await openCli()
  writeFileSync(join(cli.folder, 'home.toml'), seed001Toml)
  writeFileSync(
    join(cli.folder, 'wrong.toml'),
    seed001Toml.replace('name =', 'nmae =').replace('remote-net', 'remote_net'),
  )
})
afterEach(() => cli.close())

/** No helper is asked: there is none. */
const alone = (...words: string[]) => cli.roam6With({ ROAM6_SOCKET: '/nowhere' }, ...words)

describe('import of what cannot be read is a sentence, and what to do', () => {
  test.each([
    ['a misspelt name', 'hmoe.toml', 'roam6: There is no file “hmoe.toml”. Did you mean “home.toml”?\n'],
    ['a file that is not there', 'nowhere.toml', 'roam6: There is no file “nowhere.toml”. See what there is: ls\n'],
    [
      'a folder that is not there',
      '/nowhere/x.toml',
      'roam6: There is no file “/nowhere/x.toml”. There is no folder “/nowhere” either. Check the way to it: ls /\n',
    ],
    [
      'a file for a folder',
      'home.toml/x',
      'roam6: There is no file “home.toml/x”: a part of it is a file, and no folder.',
    ],
    [
      'a folder without anything',
      'empty',
      'roam6: There is no file in “empty”. Name the files themselves, or the folder that they lie in.',
    ],
    [
      'a name that is too long',
      'x'.repeat(300),
      'roam6: This name is longer than any file’s. Check the quotes around it.',
    ],
    [
      'a link to nothing',
      'link.toml',
      'roam6: There is no file “link.toml”. It is a link to “nowhere”, which is not there.',
    ],
    [
      'a link to itself',
      'ring.toml',
      'roam6: “ring.toml” is a link that leads back to itself. Name the file that is meant.',
    ],
    ['a pipe', 'pipe.toml', 'roam6: “pipe.toml” is a pipe, and no file. Put what it gives into a file, and name that.'],
    [
      'a device',
      '/dev/zero',
      'roam6: “/dev/zero” is a device, and no file. Put what it gives into a file, and name that.',
    ],
    [
      'a file that is too large',
      'large.ovpn',
      'roam6: large.ovpn is larger than 1 MiB, so nothing was read. Name only the files that belong to the profile.',
    ],
  ])('%s', async (_, path, said) => {
    mkdirSync(join(cli.folder, 'empty'))
    symlinkSync('nowhere', join(cli.folder, 'link.toml'))
    symlinkSync('ring.toml', join(cli.folder, 'ring.toml'))
    execFileSync('mkfifo', [join(cli.folder, 'pipe.toml')])
    writeFileSync(join(cli.folder, 'large.ovpn'), '')
    truncateSync(join(cli.folder, 'large.ovpn'), 2 ** 21)
    const { exit, stderr, stdout } = await alone('import', path)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain(said)
    expect(stderr).not.toMatch(/\bE[A-Z]{4,}\b/)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  test('a profile in another encoding', async () => {
    writeFileSync(join(cli.folder, 'old.toml'), Buffer.from('# one\nname = "H\xe4us"\n', 'latin1'))
    const { exit, stderr } = await alone('check', 'old.toml')
    expect(exit).toBe(2)
    expect(stderr).toContain('“old.toml” is not in UTF-8, first in line 2. Save it so in an editor')
  })

  test('a file of another’s', async () => {
    const secret = join(cli.folder, 'secret.toml')
    writeFileSync(secret, seed001Toml)
    chmodSync(secret, 0)
    chmodSync(cli.folder, 0o755)
    const { exit, stderr } = await cli.inShell(`${asAnother(cli)} import secret.toml`)
    expect(exit, stderr).toBe(2)
    expect(stderr).toContain(
      'You may not read “secret.toml”. Make a copy that you may read: sudo install -m 600 -o "$USER" secret.toml ',
    )
  })
})

/** Returns the command by which a user who is not root runs the program, from a copy that every user may read, as an installed one is. */
function asAnother({ folder }: Cli): string {
  for (const file of ['cli/main.mjs', 'helper/profile-import.mjs'])
    cpSync(join(import.meta.dirname, '../../dist', file), join(folder, 'dist', file))
  const user = process.getuid?.() === 0 ? 'setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set -all ' : ''
  return `${user}${process.execPath} ${join(folder, 'dist/cli/main.mjs')}`
}

describe('without a helper', () => {
  test('check says that a file is a profile, and what is doubted of it', async () => {
    const { exit, stdout } = await alone('check', 'home.toml')
    expect(exit).toBe(0)
    expect(stdout).toMatch(/^home\.toml is a profile\. Home lab: IKEv2 \+ GRE to 5\.6\.7\.8\n/)
  })

  test('check tells every mistake by line and column, as editors take it', async () => {
    expect(await alone('check', 'wrong.toml')).toEqual({
      exit: 1,
      stderr: '',
      stdout: `wrong.toml:2:1: nmae: “nmae” is no key here; did you mean “name”?
wrong.toml:12:1: layer[0].remote_networks: “remote_networks” is no key here; did you mean “remote-networks”?
`,
    })
    const asJson = JSON.parse((await alone('check', 'wrong.toml', '--json')).stdout)
    expect(asJson).toMatchObject({ ok: false, faults: [{ place: 'nmae', at: { line: 2, column: 1 } }, {}] })
    writeFileSync(join(cli.folder, 'no.toml'), 'gateway = 5.6.7.8')
    expect((await alone('check', 'no.toml')).stdout).toBe(
      'no.toml:1:14: not TOML: this is no number; text stands in quotes\n',
    )
  })

  test('check of a folder names a file that is wanted', async () => {
    expect(await alone('check', '.')).toEqual({
      exit: 2,
      stdout: '',
      stderr: 'roam6: “.” is a folder. Name one file in it.\n',
    })
  })

  test('show prints a file as it would be installed, its secrets hidden', async () => {
    const { exit, stdout } = await alone('show', './home.toml')
    expect(exit).toBe(0)
    expect(stdout).toContain('key = "(hidden)"')
    expect((await alone('show', 'home.toml', '--secrets')).stdout).toBe(`${seed001Toml.trimEnd()}\n`)
    const { exit: wrong, stderr } = await alone('show', 'wrong.toml')
    expect(wrong).toBe(1)
    expect(stderr).toBe(
      'wrong.toml, line 2, column 1, nmae: “nmae” is no key here; did you mean “name”?\nSee all that is wrong with it: roam6 check wrong.toml\n',
    )
  })

  test('import --dry-run reads a profile as the helper does', async () => {
    const { exit, stdout } = await alone('import', 'home.toml', '--dry-run')
    expect(exit).toBe(0)
    expect(stdout).toMatch(/^Would install Home lab: IKEv2 \+ GRE to 5\.6\.7\.8\n\nUnderstood\n {2}home\.toml:3/)
    const refused = await alone('import', 'wrong.toml', '--dry-run')
    expect(refused.exit).toBe(1)
    expect(refused.stderr).toBe(
      'wrong.toml, line 2, column 1, nmae: “nmae” is no key here; did you mean “name”? (and 1 more: line 12, column 1, layer[0].remote_networks)\nSee all that is wrong with it: roam6 check wrong.toml\n',
    )
    expect(JSON.parse((await alone('import', 'home.toml', '--dry-run', '--json')).stdout)).toMatchObject({
      installed: false,
      summary: { name: 'Home lab' },
    })
  })

  test('import --dry-run reads files of other programs, and tells what they lack', async () => {
    mkdirSync(join(cli.folder, 'inet6/hosts'), { recursive: true })
    writeFileSync(join(cli.folder, 'inet6/tinc.conf'), 'Name = laptop\nConnectTo = gateway\nDevice = /dev/net/tun\n')
    writeFileSync(join(cli.folder, 'inet6/hosts/gateway'), 'Address = gw.my.domain\nSubnet = ::/0\n')
    const { exit, stdout } = await alone('import', 'inet6', '--dry-run')
    expect(exit).toBe(1)
    expect(stdout).toMatch(/is not whole yet: see what is asked/)
    expect(stdout).toMatch(/inet6\/tinc\.conf:2/)
  })

  test('all of this works for who is not root', async () => {
    chmodSync(cli.folder, 0o755)
    const { exit, stdout, stderr } = await cli.inShell(
      `ROAM6_SOCKET=/nowhere ${asAnother(cli)} import home.toml --dry-run`,
    )
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    expect(stdout).toMatch(/^Would install Home lab/)
  })

  test('files of no format that is known', async () => {
    writeFileSync(join(cli.folder, 'letter.txt'), 'Dear all')
    expect(await alone('import', 'letter.txt', '--dry-run')).toMatchObject({
      exit: 1,
      stderr: expect.stringMatching(/^letter\.txt: is of no format that is known here\nKnown: Roam6; /),
    })
  })
})

test('a masked profile is no file to install: its mask is told', async () => {
  writeFileSync(join(cli.folder, 'masked.toml'), homeLabTexts.masked)
  expect((await alone('check', 'masked.toml')).stdout).toContain(
    'certificate.laptop.key: holds no PEM of a private key',
  )
})
