/**
 * Every check there is, one summary at the end.
 *
 *     npm test                            all of them
 *     npm test -- unit                    one of them: types, lint, unit, scenarios, app
 *     npm test -- 'expired certificate'   every test whose name has that in it
 *     npm test -- --image bookworm        the lab on Debian 12
 *
 * The last line is for machines: "N passed, N failed".
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Outcome, readPlaywright, readVitest } from './reports.ts'

// Whoever runs the tests as root runs the app as another account, which reads what is made here, whatever the umask.
process.umask(0o022)

const root = resolve(import.meta.dirname, '..')
const results = join(root, 'test-results')
const bin = (name: string) => join(root, 'node_modules/.bin', name)

interface Check {
  readonly name: string
  /** @param only tests whose name has this in it; @param report where a JSON report goes */
  command(only: string | undefined, report: string): readonly string[]
  /** Reads the report; absent where the check is one test by itself and knows no names. */
  readonly read?: (report: unknown) => Outcome
  /** What is missing, in words. */
  missing?(): string | undefined
}

/** @param whole more arguments where nothing is left out: a few tests cover little */
function vitest(name: string, config: string, whole: readonly string[] = []): Check {
  return {
    name,
    command: (only, report) => [
      bin('vitest'),
      'run',
      '--config',
      config,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...(only ? ['-t', only] : whole),
    ],
    read: readVitest,
  }
}

const checks: readonly Check[] = [
  { name: 'types', command: () => [bin('tsc'), '-b'] },
  { name: 'lint', command: () => [bin('biome'), 'ci', '--error-on-warnings', '.'] },
  vitest('unit', 'test/vitest.unit.config.ts', ['--coverage']),
  vitest('scenarios', 'test/vitest.scenarios.config.ts'),
  {
    name: 'app',
    command: (only) => [
      bin('playwright'),
      'test',
      '--config',
      'test/app/playwright.config.ts',
      '--reporter=list,json',
      ...(only ? ['--grep', only, '--pass-with-no-tests'] : []),
    ],
    read: readPlaywright,
    missing: () => (existsSync(join(root, 'test/app/playwright.config.ts')) ? undefined : 'test/app has no tests yet'),
  },
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { image: { type: 'string', default: 'trixie' } },
})
const [wanted] = positionals
const chosen = checks.filter(({ name }) => name === wanted)
const only = chosen.length > 0 ? undefined : wanted
const toRun = chosen.length > 0 ? chosen : checks.filter((check) => !only || check.read)

await mkdir(results, { recursive: true })
const lines: string[] = []
const failures: string[] = []
const total = { passed: 0, failed: 0 }
for (const check of toRun) {
  const { passed, failed, said, ...more } = await perform(check)
  failures.push(...more.failures)
  total.passed += passed
  total.failed += failed
  lines.push(`  ${check.name.padEnd(10)} ${said}`)
}
if (total.passed + total.failed === 0) {
  total.failed = 1
  lines.push(`  no test's name has "${only}" in it`)
}
// At the end of a long log: whoever reads it begins there.
for (const failure of failures) console.log(`\n  FAILED ${failure}`)
console.log(`\n${lines.join('\n')}\n`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0

async function perform(check: Check): Promise<Outcome & { said: string }> {
  const missing = check.missing?.()
  if (missing && process.env.CI !== 'true') return { passed: 0, failed: 0, failures: [], said: `left out: ${missing}` }
  if (missing) return { passed: 0, failed: 1, failures: [check.name], said: `FAILED: ${missing}` }
  console.log(`\n── ${check.name}`)
  const report = join(results, `${check.name}.json`)
  await rm(report, { force: true })
  const began = performance.now()
  const code = await run(check.command(only, report), report)
  const seconds = `${((performance.now() - began) / 1000).toFixed(0)} s`
  if (!check.read) {
    const failed = code === 0 ? 0 : 1
    return { passed: 1 - failed, failed, failures: [], said: `${failed ? 'FAILED' : 'ok'}, ${seconds}` }
  }
  const text = await readFile(report, 'utf8').catch(() => undefined)
  const { passed, failed, failures } = text ? check.read(JSON.parse(text)) : { passed: 0, failed: 1, failures: [] }
  // It may also break outside of every test.
  const counted = code !== 0 && failed === 0 ? 1 : failed
  const said = `${passed} passed, ${counted > 0 ? `${counted} FAILED` : '0 failed'}, ${seconds}`
  return { passed, failed: counted, failures, said }
}

function run([program = '', ...args]: readonly string[], report: string): Promise<number> {
  // The checks are scripts that take the first Node of the path: the checkout's, not the machine's.
  const PATH = `${dirname(bin('node'))}:${process.env.PATH}`
  const env = { ...process.env, PATH, ROAM6_IMAGE: values.image, PLAYWRIGHT_JSON_OUTPUT_NAME: report }
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env })
  // Ctrl+C reaches the whole group: the check cleans up, and we report what it made of it.
  process.on('SIGINT', () => {})
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('exit', (code) => done(code ?? 1))
  })
}
