/** A session at the terminal is recorded from what is really printed: with fixed times, and without the paths of this machine. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { verbs } from '../../main/cli/verbs.ts'
import { type Cli, openCli } from '../fakes/cli.ts'
import { seed001Toml } from '../fakes/seed001.ts'
import { type Call, calls } from './calls.ts'

export const sessionFile = join(import.meta.dirname, '../../build/terminal-session.md')

const head = `# roam6 at the terminal

This is what roam6 prints: every verb, its help, and its commonest mistake. It is recorded by \`node test/session/write.ts\`, and a test holds that it
is true. What goes to standard error stands there as on a terminal. The line after it is the exit status where that is not 0.
`

/** This profile has the mistakes of somebody who writes one for the first time. */
const wrongToml = seed001Toml
  .replace('name =', 'nmae =')
  .replace('remote-networks', 'remote_networks')
  .replace('hosts = ["2a00::102"]', 'hosts = "2a00::102"')

export async function recordSession(): Promise<string> {
  const cli = await openCli()
  try {
    writeFileSync(join(cli.folder, 'home.toml'), seed001Toml)
    writeFileSync(join(cli.folder, 'wrong.toml'), wrongToml)
    const parts: string[] = []
    for (const name of ['', ...verbs.map((verb) => verb.name)]) {
      parts.push(`## ${name === '' ? 'roam6' : `roam6 ${name}`}`)
      const own = calls[name] ?? []
      for (const call of name === '' ? own : [...own, { typed: `help ${name}` }])
        parts.push(await recordCall(call, cli))
    }
    return `${[head.trimEnd(), ...parts].join('\n\n')}\n`
  } finally {
    await cli.close()
  }
}

async function recordCall({ typed, given, forMs }: Call, cli: Cli): Promise<string> {
  given?.(cli)
  const line = `roam6${typed === '' ? '' : ` ${typed}`}`
  const limited =
    forMs === undefined ? line : `export -f roam6; timeout -s INT ${forMs / 1000} bash -c '${line}' || true`
  const { stdout } = await cli.inShell(`{ ${limited}; } 2>&1; echo "exit $?"`)
  const printed = steady(stdout, cli).replace(/exit 0\n$/, '')
  return ['```', `$ ${line}${forMs === undefined ? '' : '        # then Ctrl+C'}`, `${printed}\`\`\``].join('\n')
}

/** These patterns take what is otherwise with each run, or on each machine. */
const unsteady: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+00:00/g, '2026-01-02 09:41:07 +00:00'],
  [/(?<![\d:])(?:\d+ [A-Z][a-z]{2} |yesterday )?\d\d:\d\d \+00:00/g, '09:41 +00:00'],
  [/sudo \S+\/roam6-helper/g, 'sudo /usr/bin/roam6-helper'],
  [/--allow-uid \d+/g, '--allow-uid 1000'],
  [/home, \d+ s, since/g, 'home, 0 s, since'],
]

const steady = (text: string, { folder }: Cli) =>
  unsteady.reduce((said, [pattern, instead]) => said.replace(pattern, instead), text.replaceAll(folder, '/home/ann'))
