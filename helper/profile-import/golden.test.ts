import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { TextDecoder } from 'node:util'
import * as v from 'valibot'
import { afterAll, describe, expect, it } from 'vitest'
import { Profile } from '../contract/profile.ts'
import type { Draft, Imported, SourceFile } from './importer.ts'
import { importers } from './importers.ts'

/**
 * Folders of test/golden/profile-import/FORMAT/CASE: the files as someone gives them, `answers.json` where questions were
 * answered, and `expected.json`. A new case is a new folder; `vitest -u` writes what is expected, for a person to read.
 */
const golden = join(import.meta.dirname, '../../test/golden/profile-import')
const ours = ['answers.json', 'expected.json']

function fileOf(folder: string, path: string): SourceFile {
  const bytes = new Uint8Array(readFileSync(path))
  let text: string | null = null
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n')
  } catch {}
  return { name: relative(folder, path), bytes, text }
}

function caseIn(folder: string) {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !(entry.parentPath === folder && ours.includes(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const hasAnswers = readdirSync(folder).includes('answers.json')
  const answers = hasAnswers
    ? (JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as Record<string, string>)
    : {}
  return { files: paths.map((path) => fileOf(folder, path)), answers: new Map(Object.entries(answers)) }
}

const at = ({ file, line }: { file: string; line: number | null }) => (line === null ? file : `${file}:${line}`)

/** As a person reads it: a line for each line. */
const readable = ({ profile, understood, leftOut, questions }: Draft) => ({
  profile,
  understood: understood.map(({ what, from, as }) => `${at(from)}  ${what}${as === 'fact' ? ' (fact)' : ''}`),
  leftOut: leftOut.map(({ what, from, why }) => `${at(from)}  ${what}: ${why}`),
  questions,
})

const expectedOf = (imported: Imported) =>
  `${JSON.stringify(imported.ok ? readable(imported.draft) : { fault: imported.fault }, null, 2)}\n`

/** What became of all lines of a format's cases, for the table at the end. */
const columns = ['cases', 'refused', 'understood', 'facts', 'left out', 'asked'] as const
type Counts = Record<(typeof columns)[number], number>
const table: Record<string, Counts> = {}

function count(format: string, imported: Imported): void {
  const counts = table[format] ?? { cases: 0, refused: 0, understood: 0, facts: 0, 'left out': 0, asked: 0 }
  table[format] = counts
  counts.cases += 1
  if (!imported.ok) {
    counts.refused += 1
    return
  }
  const { understood, leftOut, questions } = imported.draft
  const facts = understood.filter(({ as }) => as === 'fact').length
  counts.understood += understood.length - facts
  counts.facts += facts
  counts['left out'] += leftOut.length
  counts.asked += questions.length
}

afterAll(() => {
  const row = (cells: readonly (string | number)[]) => cells.map((cell) => String(cell).padStart(13)).join('')
  const rows = Object.entries(table).map(([format, counts]) => row([format, ...columns.map((name) => counts[name])]))
  process.stdout.write(`${[row(['imported', ...columns]), ...rows].join('\n')}\n`)
})

describe.each(readdirSync(golden))('%s', (format) => {
  it.each(readdirSync(join(golden, format)))('%s', async (name) => {
    const folder = join(golden, format, name)
    const { files, answers } = caseIn(folder)
    const [best] = importers
      .map((importer) => ({ importer, certainty: importer.recognise(files) }))
      .sort((a, b) => b.certainty - a.certainty)
    expect(best?.importer.format, 'recognised as').toBe(format)
    const imported = best?.importer.read({ files, answers })
    if (!imported) throw new Error('there is no importer')
    count(format, imported)
    await expect(expectedOf(imported)).toMatchFileSnapshot(join(folder, 'expected.json'))
    if (imported.ok && imported.draft.questions.length === 0)
      expect(v.safeParse(Profile, imported.draft.profile).issues ?? []).toEqual([])
  })
})
