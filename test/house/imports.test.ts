import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, normalize, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { forbidden } from './imports.ts'

const root = resolve(import.meta.dirname, '../..')

/** Every `import … from`, `export … from`, `import(…)`, also of types. */
const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^'"]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
}

function target(from: string, specifier: string): { file: string } | { package: string } {
  if (specifier.startsWith('.')) return { file: normalize(join(dirname(from), specifier.replace(/\?.*$/, ''))) }
  if (specifier.startsWith('node:')) return { package: specifier }
  return {
    package: specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/'),
  }
}

test('every import is within the table', () => {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx'], {
    cwd: root,
    encoding: 'utf8',
  })
  const files = listed.split('\n').filter(Boolean)
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
