/** What README and CONTRIBUTING tell people to type, works as it stands there; what they name, is there; what they quote, is said. */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { documents } from '../../build/linux/documents.ts'
import { finding } from '../../helper/core/outcome.ts'
import { toProblem } from '../../helper/core/problem/wording.ts'
import { parseProfile } from '../../helper/core/profile/parse-profile.ts'
import { understandHelper } from '../../helper/options.ts'
import { importProfile } from '../../helper/service/profile-import.ts'
import { openProfileStore } from '../../helper/system/profile-store.ts'
import { understand } from '../../main/cli/arguments.ts'
import { verbs } from '../../main/cli/verbs.ts'
import { wordFailure } from '../../main/helper-failure.ts'
import { buildCli } from '../fakes/cli.ts'
import { readHere } from '../fakes/read-here.ts'
import { openRpc, type RpcFixture } from '../fakes/rpc.ts'
import { commandsIn, documentText, pathsIn, root, tomlIn } from './commands.ts'
import { shellWords } from './shell-words.ts'

const readme = documentText('README.md')
const contributing = documentText('CONTRIBUTING.md')
const commands = [readme, contributing].flatMap(commandsIn)
const [profile = '', behind = ''] = tomlIn(readme)

const { scripts } = JSON.parse(documentText('package.json')) as { scripts: Readonly<Record<string, string>> }
const ofProgram = (program: string) => commands.filter((command) => shellWords(command).includes(program))
const afterProgram = (program: string, command: string) => {
  const words = shellWords(command)
  return words.slice(words.indexOf(program) + 1)
}

test('there are commands of each kind, and TOML', () => {
  const least = { npm: 6, man: 2, 'dist/roam6': 12, 'dist/roam6-helper': 1, vitest: 3 }
  for (const [program, count] of Object.entries(least))
    expect(ofProgram(program).length, program).toBeGreaterThanOrEqual(count)
  expect(profile).toContain('kind = "gre"')
  expect(behind).toContain('[behind]')
})

test.each(ofProgram('npm'))('%s: the script is there, and has the options', (command) => {
  const [first = '', ...rest] = afterProgram('npm', command)
  const name = first === 'run' ? (rest.shift() ?? '') : first
  const script = scripts[name]
  expect(script).toBeDefined()
  const [, file] = /\bnode (\S+\.ts)/.exec(script ?? '') ?? []
  const options = rest.filter((word) => word.startsWith('--') && word !== '--')
  // A program with many has them in a file beside it.
  const places = file === undefined ? [] : [join(root, file), join(root, dirname(file), 'options.ts')]
  const text = places
    .filter((place) => existsSync(place))
    .map((place) => readFileSync(place, 'utf8'))
    .join('\n')
  expect(options.filter((option) => !new RegExp(`\\b${option.slice(2)}: \\{ type: `).test(text))).toEqual([])
})

test.each(ofProgram('man'))('%s: the page is one of those that the build writes', (command) => {
  const [, path] = shellWords(command.replace(' -l', ''))
  expect(documents('1').map(([written]) => `dist/${written}`)).toContain(path)
})

test.each(ofProgram('dist/roam6-helper'))('%s is understood', (command) => {
  expect(() => understandHelper(afterProgram('dist/roam6-helper', command))).not.toThrow()
})

const calls = ofProgram('dist/roam6')

test.each(calls)('%s is understood', (command) => {
  expect(() => understand(afterProgram('dist/roam6', command), verbs)).not.toThrow()
})

let folder: string
/** This is the helper's own server, which reads and judges an import as the helper does. */
let helper: RpcFixture
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-readme-'))
  helper = openRpc()
  buildCli()
  writeFileSync(join(folder, 'home.toml'), profile)
  const ports = { read: readHere, store: openProfileStore(join(folder, 'profiles')) }
  await helper.start(undefined, {
    import: (request, { peer }, signal) => importProfile(request, ports, peer.uid, signal),
  })
}, 60_000)
afterAll(async () => {
  await helper.close()
  rmSync(folder, { recursive: true })
})

function run(
  words: readonly string[],
): Promise<{ readonly exit: number | null; readonly stdout: string; readonly stderr: string }> {
  const env = { ...process.env, ROAM6_SOCKET: helper.path }
  return new Promise((resolve) => {
    const program = [join(root, 'dist/cli/main.mjs'), ...words]
    const child = execFile(process.execPath, program, { cwd: folder, env, timeout: 15_000 }, (_error, stdout, stderr) =>
      resolve({ exit: child.exitCode, stdout, stderr }),
    )
    child.stdin?.end()
  })
}

const runnable = calls.filter((command) => / (--help|--version)$|^\S+ import home\.toml/.test(command))

test('what needs no lab is run: help, and the import of the profile that stands in README', () => {
  expect(runnable).toEqual(expect.arrayContaining(['dist/roam6 --help', 'dist/roam6 import home.toml --dry-run']))
})

test.each(runnable)('%s does what it says', async (command) => {
  const { exit, stdout, stderr } = await run(afterProgram('dist/roam6', command))
  expect(stderr).toBe('')
  expect(exit).toBe(0)
  if (command.includes('import home')) {
    const did = command.includes('--dry-run') ? 'Would install' : 'Installed'
    expect(stdout).toMatch(new RegExp(`^${did} Home lab: IKEv2 \\+ GRE to 5\\.6\\.7\\.8\n`))
  }
})

test('the two lines more for a network behind make a profile too', () => {
  const parsed = parseProfile(profile + behind)
  expect(parsed.ok ? [] : parsed.faults).toEqual([])
})

test('the messages in README are those that are said', () => {
  const gateway = '5.6.7.8'
  const said = [
    wordFailure({ code: 'no-helper', socket: '/run/roam6/helper.sock', start: 'sudo roam6-helper start' }).message,
    ...[
      finding('program-missing', { program: 'charon-systemd', package: 'charon-systemd' }),
      finding('gateway-unresolved', { gateway: 'tunnel.my.domain' }),
      finding('gateway-silent', { gateway }),
      finding('refused-by-gateway', { gateway, method: 'IKE' }),
      finding('certificate-unknown-authority', { issuer: 'CN=Home CA', subject: 'CN=tunnel.my.domain' }),
      finding('no-common-ike-proposal', { gateway }),
      finding('selectors-refused', { gateway }),
      finding('gre-silent', { remote: '192.168.101.2' }),
      finding('home-host-silent', { host: '2a00::102' }),
    ].map((found) => toProblem(found).message),
  ]
  const [, table = ''] = /\| it says \|.*\n.*\n((?:\|.*\n)+)/.exec(readme) ?? []
  const written = table
    .trimEnd()
    .split('\n')
    .map((row) => row.split(' | ')[0]?.slice(2))
  expect(written).toEqual(said)
})

/** Tells paths that a run makes, and paths with a placeholder of a recipe in them. */
const isNotInTheTree = (path: string) => /[A-Z]{4}|^build\/proofs/.test(path)

test.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md'])('every path in %s is there', (name) => {
  const paths = pathsIn(documentText(name))
  expect(paths.length).toBeGreaterThan(3)
  expect(paths.filter((path) => !isNotInTheTree(path) && !existsSync(join(root, path)))).toEqual([])
})
