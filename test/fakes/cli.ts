/** This module runs the command line as it is installed, as a person does, in a folder of its own and against a fake helper. */
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FakeHelper, startFakeHelper } from './helper.ts'

const checkout = join(import.meta.dirname, '../..')
export const cliProgram = join(checkout, 'dist/cli/main.mjs')

/** Builds it: read from its sources, each run would take six times as long. */
export function buildCli(): void {
  for (const output of ['cli', 'helper/profile-import.mjs'])
    execFileSync(process.execPath, [join(checkout, 'build/bundle.ts'), output])
}

export interface Ended {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Cli {
  readonly folder: string
  helper: FakeHelper
  /** Runs it without a terminal. */
  roam6(...words: string[]): Promise<Ended>
  /** Does the same with other variables in its environment. */
  roam6With(env: Readonly<Record<string, string | undefined>>, ...words: string[]): Promise<Ended>
  /** Runs it on a terminal of its own (script(1)), on which `lines` are typed. */
  onTerminal(lines: readonly string[], ...words: string[]): Promise<Ended>
  /** Runs it until it has printed so many lines, and ends it as Ctrl+C does. */
  follow(lines: number, ...words: string[]): Promise<Ended>
  /** This line makes `roam6` a function of bash. */
  readonly asFunction: string
  /** Runs a script by bash, in which that function is. */
  inShell(script: string): Promise<Ended>
  close(): Promise<void>
}

const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`

export async function openCli(): Promise<Cli> {
  const folder = mkdtempSync(join(tmpdir(), 'roam6-cli-'))
  const helper = await startFakeHelper(join(folder, 's'), { phaseMs: 20, checkMs: 1 })
  const { NO_COLOR: _, ...inherited } = process.env
  const asFunction = `roam6() { ${quoted(process.execPath)} ${quoted(cliProgram)} "$@"; }`
  const run = (program: string, words: readonly string[], env: object, typed?: readonly string[], lines?: number) =>
    new Promise<Ended>((resolve) => {
      const options = {
        cwd: folder,
        env: { ...inherited, ROAM6_SOCKET: cli.helper.socket, TZ: 'UTC', ...env },
        timeout: 15_000,
        // It must not ask on the terminal that the tests may have.
        detached: true,
      }
      const child = execFile(program, words, options, (_error, stdout, stderr) =>
        resolve({ exit: child.exitCode, stdout, stderr }),
      )
      let printed = ''
      child.stdout?.on('data', (piece: string) => {
        printed += piece
        if (printed.split('\n').length - 1 === lines) child.kill('SIGINT')
      })
      if (typed) child.stdin?.write(typed.map((line) => `${line}\n`).join(''))
      else child.stdin?.end()
    })
  const cli: Cli = {
    folder,
    helper,
    roam6: (...words) => run(process.execPath, [cliProgram, ...words], {}),
    roam6With: (env, ...words) => run(process.execPath, [cliProgram, ...words], env),
    onTerminal: (lines, ...words) =>
      run(
        'script',
        ['-qec', [process.execPath, cliProgram, ...words].map(quoted).join(' '), '/dev/null'],
        { TERM: 'dumb' },
        lines,
      ),
    follow: (lines, ...words) => run(process.execPath, [cliProgram, ...words], {}, undefined, lines),
    asFunction,
    inShell: (script) =>
      run(
        'bash',
        [
          '-c',
          `${asFunction}
${script}`,
        ],
        {},
      ),
    async close() {
      await cli.helper.close()
      rmSync(folder, { recursive: true })
    },
  }
  return cli
}
