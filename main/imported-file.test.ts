import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { ImportedFile } from '../helper/contract/import.ts'
import { maxFileBytes } from './contract/limits.ts'
import { importedFile } from './imported-file.ts'

test('text stays text, with its byte order mark', () => {
  const bytes = new TextEncoder().encode('\uFEFFremote 5.6.7.8 # né\n')
  expect(importedFile({ name: 'a/b.conf', bytes })).toEqual({
    name: 'a/b.conf',
    content: '\uFEFFremote 5.6.7.8 # né\n',
    encoding: 'utf8',
  })
})

test('nothing is lost, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const { content, encoding } = importedFile({ name: 'x', bytes })
      expect(new Uint8Array(Buffer.from(content, encoding))).toEqual(bytes)
    }),
  )
})

test('the largest file of the window is one that the helper takes', () => {
  const bytes = new Uint8Array(maxFileBytes).fill(0xff)
  expect(v.safeParse(ImportedFile, importedFile({ name: 'x.p12', bytes })).success).toBe(true)
})
