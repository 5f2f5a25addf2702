import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Change } from '../core/change/change.ts'
import { type Entry, openJournal } from './journal.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-journal-'))
  path = join(folder, 'journal')
})
afterEach(() => rmSync(folder, { recursive: true }))

const entry = (name: string): Entry => ({ scope: 'tunnel', boot: 'boot-1', change: { kind: 'link', name } as Change })

describe('The journal', () => {
  test('what was too long for one write is whole', () => {
    const many = Array.from({ length: 20_000 }, (_, n) => entry(`roam6-${n}`))
    openJournal(path).append(many)
    expect(openJournal(path).entries()).toEqual(many)
  })

  test('where the disk takes nothing, what was undone is told and forgotten, and the file goes with the last of it', () => {
    const journal = openJournal(path)
    journal.append([entry('one'), entry('two')])
    mkdirSync(`${path}.new/taken`, { recursive: true })
    expect(() => journal.replace([entry('one')])).toThrow()
    expect(journal.entries()).toEqual([entry('one')])
    journal.replace([])
    expect(existsSync(path)).toBe(false)
  })
})
