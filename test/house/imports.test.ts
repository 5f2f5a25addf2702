import { expect, test } from 'vitest'
import { forbidden } from './imports.ts'
import { importsOf, sourceFiles, target } from './sources.ts'

test('every import is within the table', () => {
  const files = sourceFiles()
  expect(files.length).toBeGreaterThan(20)
  const wrong = files.flatMap((file) =>
    importsOf(file).flatMap((specifier) => forbidden(file, target(file, specifier)) ?? []),
  )
  expect(wrong).toEqual([])
})

test.each([
  ['helper/core/mtu/search.ts', { package: 'node:fs' }],
  ['helper/core/mtu/search.ts', { file: 'helper/system/ports.ts' }],
  ['helper/contract/profile.ts', { file: 'helper/core/change/change.ts' }],
  ['helper/strongswan/vici-client.ts', { file: 'helper/system/command-runner.ts' }],
  ['helper/service/supervisor.ts', { package: 'electron' }],
  ['helper/service/profile-import.ts', { file: 'helper/profile-import/assemble.ts' }],
  ['helper/profile-import/toml.ts', { package: 'node:fs' }],
  ['renderer/app.tsx', { package: 'node:fs' }],
  ['renderer/app.tsx', { file: 'main/window.ts' }],
  ['main/preload.ts', { package: 'node:fs' }],
  ['main/window.ts', { file: 'helper/service/supervisor.ts' }],
])('%s may not import %o', (from, to) => {
  expect(forbidden(from, to)).toMatch(/may not/)
})
