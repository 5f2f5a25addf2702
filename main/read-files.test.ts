import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { maxFileBytes, maxFiles } from './contract/limits.ts'
import { readFiles } from './read-files.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-read-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (name: string, content: string | Uint8Array = name) => {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), content)
}
const names = (paths: readonly string[]) => {
  const read = readFiles(paths)
  return read.ok ? read.value.map(({ name }) => name).sort() : read.words.message
}

test('a file is called by its name, a folder’s files by their way in it', () => {
  write('home/tinc.conf')
  write('home/hosts/gateway')
  write('ca.pem')
  expect(names([join(folder, 'ca.pem'), `${join(folder, 'home')}/`])).toEqual([
    'ca.pem',
    'home/hosts/gateway',
    'home/tinc.conf',
  ])
})

test('a link is followed where it was named, and passed over where it was found', () => {
  write('home/a')
  symlinkSync('/etc/passwd', join(folder, 'home/b'))
  symlinkSync(join(folder, 'home'), join(folder, 'home/loop'))
  symlinkSync(join(folder, 'home'), join(folder, 'link'))
  expect(names([join(folder, 'link')])).toEqual(['link/a'])
})

test('what is too much is refused whole', () => {
  write('x/large', new Uint8Array(maxFileBytes + 1))
  expect(names([join(folder, 'x')])).toBe('x/large is larger than 1 MiB, so nothing was read.')
  for (let at = 0; at <= maxFiles; at++) write(`many/${at}`)
  expect(names([join(folder, 'many')])).toBe('These are 257 files; at most 256 are read.')
  for (let at = 0; at < 9; at++) write(`heavy/${at}`, new Uint8Array(maxFileBytes))
  expect(names([join(folder, 'heavy')])).toBe('Together these files are larger than 8 MiB.')
})

test('what is not there is said by the name that was given', () =>
  expect(names([join(folder, 'gone.conf')])).toBe(`There is no file “${join(folder, 'gone.conf')}”.`))
