/**
 * What takes longer than a run of everything may: `npm run prove` runs all of it, or what has a word in its name, prints a table, and
 * keeps each row in build/proofs until that proof is run again.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { cpus, loadavg, release } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { mutants } from './mutants.ts'

const root = resolve(import.meta.dirname, '../..')
const bin = join(root, 'node_modules/.bin')

interface Outcome {
  readonly passed: boolean
  /** What was found, in figures. */
  readonly figures: string
}

interface Proof {
  readonly name: string
  /** What it shows. */
  readonly shows: string
  run(): Promise<Outcome>
}

/** Its output goes to the terminal as well. */
function execute(args: readonly string[], env: Readonly<Record<string, string>> = {}, quiet = false) {
  const [program = '', ...rest] = args
  return new Promise<{ code: number; output: string }>((done, failed) => {
    const child = spawn(join(bin, program), rest, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, NO_COLOR: '1', ...env },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk
        if (!quiet) process.stdout.write(chunk)
      })
    child.once('error', failed)
    child.once('exit', (code) => done({ code: code ?? 1, output }))
  })
}

const unit = ['vitest', 'run', '--config', 'test/vitest.unit.config.ts', '--testTimeout', '3600000']
const scenarios = ['vitest', 'run', '--config', 'test/vitest.scenarios.config.ts']

/** The last line that has this in it, from there on. */
const told = (output: string, pattern: RegExp, otherwise: string) =>
  output
    .split('\n')
    .flatMap((line) => pattern.exec(line)?.[1] ?? [])
    .at(-1) ?? otherwise

const stories = (name: string, shows: string, file: string, count: number): Proof => ({
  name,
  shows,
  async run() {
    const { code } = await execute([...unit, file], { ROAM6_STORIES: '50000' })
    return { passed: code === 0, figures: `${count.toLocaleString('en')} stories for each property` }
  },
})

const proofs: readonly Proof[] = [
  stories('decision', 'properties of the pure decision', 'helper/core/roaming/decide.test.ts', 50_000),
  stories(
    'loop',
    'the loop over the fake kernel, its effects refused, thrown, stalled: never stuck, no gap in the guard, `down` ends',
    'helper/service/loop.test.ts',
    5_000,
  ),
  {
    name: 'mutants',
    shows: 'the decision with one thing in it changed for the worse is found out by its model test',
    async run() {
      const survivors: string[] = []
      for (const [n, { what }] of mutants.entries()) {
        const args = ['vitest', 'run', '--config', 'test/vitest.mutants.config.ts']
        const { code, output } = await execute(args, { ROAM6_MUTANT: String(n), ROAM6_STORIES: '2000' }, true)
        const killed = code !== 0 && output.includes('AssertionError')
        console.log(`${killed ? 'killed' : 'SURVIVES'}: ${what}`)
        if (!killed) survivors.push(what)
      }
      const figures = `${mutants.length - survivors.length} of ${mutants.length} killed`
      return { passed: survivors.length === 0, figures: [figures, ...survivors].join('; ') }
    },
  },
  {
    name: 'sequences',
    shows:
      'random sequences of wishes, networks and deaths against the real helper: not stuck, no residue, nothing in clear',
    async run() {
      const { code, output } = await execute([...scenarios, 'test/scenarios/sequences.test.ts'], {
        ROAM6_SEQUENCES: '200',
      })
      return { passed: code === 0, figures: told(output, /^sequences: (.*)/, 'not told to the end') }
    },
  },
  {
    name: 'kills',
    shows: 'the helper killed at every effect of a connect and of a disconnect, by six ways, recovers',
    async run() {
      const { code, output } = await execute([...scenarios, 'test/scenarios/kills.test.ts'], { ROAM6_KILLS: 'every' })
      return { passed: code === 0, figures: told(output, /^kills: (\d+ effects.*)/, 'not told to the end') }
    },
  },
]

const [wanted] = process.argv.slice(2)
const chosen = proofs.filter(({ name }) => wanted === undefined || name.includes(wanted))
if (chosen.length === 0)
  throw new Error(`no proof has “${wanted}” in its name: ${proofs.map(({ name }) => name).join(', ')}`)

const file = join(root, 'build/proofs/README.md')
const heading = ['| proof | shows | result | took | load before | when, of what |', '|---|---|---|---|---|---|']
const isRowOf = (name: string) => (line: string) => line.startsWith(`| ${name} |`)
/** Rows of proofs that are not run now stay as they are: each says when it was proved, and of what. */
const before = (await readFile(file, 'utf8').catch(() => '')).split('\n')
const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout.trim()
const of = `${new Date().toISOString().slice(0, 10)}, ${commit}, Linux ${release()}, ${cpus().length} processors, ${process.env.ROAM6_IMAGE ?? 'trixie'}`

const rows = new Map<string, string>()
let failed = 0
for (const { name, shows, run } of chosen) {
  console.log(`\n── ${name}: ${shows}`)
  const load = loadavg()[0] ?? 0
  const began = performance.now()
  const { passed, figures } = await run()
  const seconds = Math.round((performance.now() - began) / 1_000)
  if (!passed) failed += 1
  const result = `${passed ? '' : '**FAILED** '}${figures}`
  rows.set(name, `| ${name} | ${shows} | ${result} | ${seconds} s | ${load.toFixed(1)} | ${of} |`)
  const all = proofs.flatMap((proof) => rows.get(proof.name) ?? before.find(isRowOf(proof.name)) ?? [])
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `# What was proved last\n\nBy \`npm run prove\`.\n\n${[...heading, ...all].join('\n')}\n`)
}

console.log(`\n${[...heading, ...rows.values()].join('\n')}\n\n${chosen.length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
