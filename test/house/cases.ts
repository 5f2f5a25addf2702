/** This module reads `test/cases.md` and `test/cases-app.md`: what is tried, what must hold, and which tests try it. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

export interface NamedTest {
  readonly file: string
  /** A test whose name is made by a template is given by the part that stands in the file. */
  readonly name: string
}

export interface Case {
  readonly tried: string
  readonly holds: string
  readonly tests: readonly NamedTest[]
}

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')

const cellsOf = (line: string) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim())

/** Reads the file and the name of a test. The name ends with its line, as names may have quotation marks in them. */
const testOf = (words: string): NamedTest => {
  const [, file, name] = /^`([^`]+\.(?:test|spec)\.tsx?)` “(.+)”$/.exec(words) ?? []
  if (file === undefined || name === undefined) throw new Error(`no file and name of a test: ${words}`)
  return { file, name }
}

/** Returns the rows of all tables in the text, without their heads. */
export function casesIn(text: string): readonly Case[] {
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !/^\| (what is tried|---)/.test(line))
  return rows.map((line) => {
    const [tried = '', holds = '', tests = ''] = cellsOf(line)
    return { tried, holds, tests: tests.split('<br>').map(testOf) }
  })
}
