import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startAsRoot, startCommand, wordStartError } from './elevate.ts'

const line = 'sudo /opt/roam6-helper start --allow-uid 1000'

/** As sudo-prompt nests it: an outer shell, double quotes, an inner one. */
const asSudoPromptDoes = (command: string) =>
  execFileSync('/bin/sh', ['-c', `/bin/bash -c "${command.replaceAll('"', '\\"')}"`], { encoding: 'utf8' })

test.each(['plain', 'with spaces', "it's", 'a"b', '$(id)', '`id`', '$HOME', 'back\\slash', 'a;id;b', '!x'])(
  'whatever the folder is called, the helper is called with these words alone: %s',
  (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'roam6-elevate-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    mkdirSync(join(folder, name))
    const helper = join(folder, name, 'roam6-helper')
    writeFileSync(helper, '#!/bin/sh\nprintf "%s|" "$0" "$@"\n')
    chmodSync(helper, 0o755)
    expect(asSudoPromptDoes(startCommand(helper, 1000))).toBe(`${helper}|start|--allow-uid|1000|`)
  },
)

test('a working directory such as "$(touch x)" runs nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'roam6-elevate-'))
  const before = process.cwd()
  onTestFinished(() => {
    process.chdir(before)
    rmSync(folder, { recursive: true })
  })
  const hostile = join(folder, '$(touch x)')
  mkdirSync(hostile)
  process.chdir(hostile)
  // As sudo-prompt begins, a little later.
  const words = await startAsRoot('/nowhere/roam6-helper', 1000, line, (_command, _options, done) =>
    setImmediate(() =>
      done?.(undefined, execFileSync('/bin/sh', ['-c', `cd "${process.cwd()}"; pwd`], { encoding: 'utf8' })),
    ),
  )
  expect(words).toBeUndefined()
  expect(readdirSync(hostile)).toEqual([])
  expect(process.cwd()).toBe('/')
})

test('control characters are refused', () => {
  expect(() => startCommand('/home/a\nb/roam6-helper', 1000)).toThrow(/control characters/)
})

test.each([
  ['User did not grant permission.', /not allowed/],
  ['No polkit authentication agent found.', /polkit agent/],
  ['Unable to find pkexec or kdesudo.', /Install polkit/],
])('%s', (message, words) => {
  const { message: said, remedy } = wordStartError(new Error(message), '', line)
  expect(`${said} ${remedy}`).toMatch(words)
  expect(remedy?.endsWith(`run: ${line}`)).toBe(true)
})

test('what the helper said last is quoted', () => {
  expect(wordStartError(new Error('Command failed'), 'a\nno GRE in this kernel\n', line).remedy).toBe(
    'no GRE in this kernel',
  )
})
