import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { verbs } from '../verbs.ts'
import { completionScript, shells } from './completion.ts'

test.each(shells)('every verb and every flag is in the script for %s', (shell) => {
  const script = completionScript(shell, verbs)
  for (const verb of verbs) {
    expect(script).toContain(verb.name)
    for (const flag of verb.flags ?? []) expect(script).toContain(flag.name)
  }
})

test('bash completes verbs, flags and names with spaces', () => {
  const ask = (...words: string[]) =>
    execFileSync('bash', [
      '-c',
      `${completionScript('bash', verbs)}
roam6() { printf 'Home lab\\nHome two\\nParents\\n'; }
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}) COMP_CWORD=${words.length - 1}
_roam6; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ])
      .toString()
      .trim()
      .split('\n')
  expect(ask('roam6', 'pro')).toEqual(['profiles'])
  expect(ask('roam6', 'up', '--w')).toEqual(['--wait'])
  expect(ask('roam6', 'up', 'Home')).toEqual(['Home\\ lab', 'Home\\ two'])
  expect(ask('roam6', 'completion', 'z')).toEqual(['zsh'])
})
