/** The shells themselves run the completion scripts here; a shell that is not installed is named by a test of its own. */
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verbs } from '../verbs.ts'
import { completionScript, type Shell, shells } from './completion.ts'

let folder: string

/** This roam6 knows three profiles, and otherwise says what it was called with. */
const stub = `#!/bin/sh
[ "$*" = 'profiles --names' ] && exec printf 'Home lab\\nHome two\\nParents\\n'
printf 'RAN'; printf '<%s>' "$@"; echo
`

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-completion-'))
  writeFileSync(join(folder, 'roam6'), stub)
  chmodSync(join(folder, 'roam6'), 0o755)
  mkdirSync(join(folder, 'work'))
  writeFileSync(join(folder, 'work/laptop.toml'), '')
  for (const shell of shells) writeFileSync(join(folder, `_${shell}`), completionScript(shell, verbs))
  mkdirSync(join(folder, 'functions'))
  writeFileSync(join(folder, 'functions/_roam6'), completionScript('zsh', verbs))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** bash keeps no history: it would write that file as it ends, into the folder that is being removed by then. */
const environment = () => ({
  PATH: `${folder}:${process.env.PATH}`,
  HOME: folder,
  HISTFILE: '',
  TERM: 'dumb',
  LC_ALL: 'C.UTF-8',
})

/** Each of these calls can be completed in one way only: as far as it is typed, and what it becomes. */
const unique: readonly (readonly [typed: string, completed: readonly string[]])[] = [
  ['sta', ['status']],
  ['status --qu', ['status', '--quiet']],
  ['--js', ['--json']],
  ['--json sta', ['--json', 'status']],
  ['--color alw', ['--color', 'always']],
  ['--color always sta', ['--color', 'always', 'status']],
  ['--socket x remove Par', ['--socket', 'x', 'remove', 'Parents']],
  ['up --timeo', ['up', '--timeout']],
  ['up Par', ['up', 'Parents']],
  ['up --wait Par', ['up', '--wait', 'Parents']],
  ['import --format swan', ['import', '--format', 'swanctl.conf']],
  ['gateway --for openi', ['gateway', '--for', 'openiked']],
  ['gateway lap', ['gateway', 'laptop.toml']],
  ['import lap', ['import', 'laptop.toml']],
  ['show lap', ['show', 'laptop.toml']],
  ['completion fi', ['completion', 'fish']],
  ['help compl', ['help', 'completion']],
  ['logs --fol', ['logs', '--follow']],
]

const isThere = (shell: string) => {
  try {
    execFileSync(shell, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Types into a shell on a terminal of its own (script(1)), and returns the words that roam6 was run with. */
function typed(shell: string, prepare: string, line: string): Promise<string[]> {
  return new Promise((resolve) => {
    const child = spawn('script', ['-qfc', shell, '/dev/null'], { cwd: join(folder, 'work'), env: environment() })
    let said = ''
    const give = () => {
      clearTimeout(late)
      child.kill('SIGKILL')
      const [, words = ''] = said.match(/RAN((?:<[^\r\n>]*>)+)/) ?? []
      resolve(words === '' ? [said] : [...words.matchAll(/<([^>]*)>/g)].map(([, word = '']) => word))
    }
    const late = setTimeout(give, 10_000)
    let ready = false
    child.stdout.on('data', (text: Buffer) => {
      said += text
      // The prompt comes when the shell reads keys; before, a Tab would be a blank.
      if (!ready && said.includes('<1>')) {
        ready = true
        child.stdin.write(`roam6 ${line}\t\n`)
      }
      if (/RAN<.*>\r?\n/.test(said)) give()
    })
    child.stdin.write(`${prepare}; PS1="<$((0+1))>"\n`)
  })
}

/** These lines begin completion in a shell without a start-up file, and take away the marks around what is pasted. */
const quiet = {
  bash: "bind 'set enable-bracketed-paste off'",
  zsh: 'unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D',
}

/** This table says how each shell is started, and what a person has in its start-up file. */
const sessions = {
  bash: { start: 'bash --norc --noprofile -i', prepare: () => `${quiet.bash}; source ${folder}/_bash` },
  zsh: { start: 'zsh -f -i', prepare: () => `fpath=(${folder}/functions $fpath); ${quiet.zsh}` },
}

describe.each(['bash', 'zsh'] as const)('%s', (shell) => {
  if (!isThere(shell)) return void test(`${shell} is not installed here: its completion was not run`, () => {})
  const { start, prepare } = sessions[shell]

  test.each(unique)('the first Tab after "%s"', async (line, completed) => {
    expect(await typed(start, prepare(), line)).toEqual(completed)
  })

  test('the script is taken by source, too', async () => {
    const prepare = `${quiet[shell]}; source ${folder}/_${shell}`
    expect(await typed(start, prepare, 'sta')).toEqual(['status'])
  })

  test('a name with a space is one word', async () => {
    expect(await typed(start, prepare(), 'up Home\\ l')).toEqual(['up', 'Home lab'])
    expect(await typed(start, prepare(), 'show Home\\ l')).toEqual(['show', 'Home lab'])
    expect(await typed(start, prepare(), 'up "Home l')).toEqual(['up', 'Home lab'])
  })

  test('a value after an equals sign', async () => {
    expect(await typed(start, prepare(), '--color=nev')).toEqual(['--color=never'])
    expect(await typed(start, prepare(), 'import --format=nmc')).toEqual(['import', '--format=nmconnection'])
  })
})

describe('fish', () => {
  if (!isThere('fish')) return void test('fish is not installed here: its completion was not run', () => {})
  const ask = (line: string) =>
    execFileSync('fish', ['--no-config', '-c', `source ${folder}/_fish; complete -C 'roam6 ${line}'`], {
      cwd: join(folder, 'work'),
      env: environment(),
    })
      .toString()
      .trim()
      .split('\n')
      .map((row) => row.split('\t')[0])

  test.each(unique)('what is offered for "%s"', (line, completed) => {
    expect(ask(line)).toEqual([completed.at(-1)])
  })

  test('names with a space, and a value after an equals sign', () => {
    expect(ask('up Home')).toEqual(['Home lab', 'Home two'])
    expect(ask('--color=nev')).toEqual(['--color=never'])
  })
})

test.each(shells)('every verb and every option is in the script for %s', (shell: Shell) => {
  const script = completionScript(shell, verbs)
  for (const verb of verbs) {
    expect(script).toContain(verb.name)
    for (const { name } of verb.flags ?? []) expect(script).toContain(name)
  }
})
