/** The man pages have what the programs have, and are man pages. */
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { documents } from '../../build/linux/documents.ts'
import { commandExamples } from '../../build/reference/command-page.ts'
import { bold, plain, prose } from '../../build/reference/roff.ts'
import { helperOptions, optionForm } from '../../helper/options.ts'
import { understand } from '../../main/cli/arguments.ts'
import { commonFlags, exitCodes } from '../../main/cli/common.ts'
import { callForm, flagForm } from '../../main/cli/text/help.ts'
import { verbs } from '../../main/cli/verbs.ts'
import { shellWords } from './shell-words.ts'

const written = new Map(documents('1.2.3'))
const pages = [...written].filter(([path]) => path.includes('/man/'))
const pageOf = (name: string) => pages.find(([path]) => path.endsWith(name))?.[1] ?? ''

const requests = ['.TH', '.SH', '.SS', '.TP', '.PP', '.RS', '.RE', '.nf', '.fi', '.br']

test.each(pages)('%s has only requests that man(7) has, closes what it opens, and is ASCII', (_, page) => {
  const lines = page.trimEnd().split('\n')
  const asked = lines.filter((line) => /^[.']/.test(line)).map((line) => line.split(' ')[0] ?? '')
  expect(asked.filter((request) => !requests.includes(request))).toEqual([])
  const count = (request: string) => asked.filter((one) => one === request).length
  expect(count('.RS')).toBe(count('.RE'))
  expect(count('.nf')).toBe(count('.fi'))
  expect(lines).not.toContain('')
  expect(page).toMatch(/^[\n -~]*$/)
  expect(lines.slice(1, 2)).toEqual(['.SH NAME'])
})

test('roff gets no request out of a text', () => {
  expect(plain('.so /etc/passwd')).toBe('\\&.so /etc/passwd')
  expect(plain("'br \\ it’s")).toBe('\\(aqbr \\e it\\(cqs')
  expect(prose(`${'long '.repeat(20)}.TH`).every((line) => !line.startsWith('.'))).toBe(true)
})

test('roam6(1) has every verb, option and exit status', () => {
  const page = pageOf('roam6.1')
  const terms = [
    ...verbs.flatMap((verb) => [callForm(verb), ...(verb.flags ?? []).map(flagForm)]),
    ...commonFlags.map(flagForm),
    ...exitCodes.map(({ exit }) => String(exit)),
  ]
  expect(terms.filter((term) => !page.includes(`\n${bold(term)}\n`))).toEqual([])
})

test.each(commandExamples)('roam6(1): $call is understood', ({ call }) => {
  const [program, ...words] = shellWords(call)
  expect(program).toBe('roam6')
  expect(() => understand(words, verbs)).not.toThrow()
})

test('roam6-helper(8) has every option', () => {
  const page = pageOf('roam6-helper.8')
  expect(helperOptions.filter((option) => !page.includes(`\n${bold(optionForm(option))}\n`))).toEqual([])
})

test('what is installed names its schema beside it', () => {
  const examples = [...written].filter(([path]) => path.includes('/examples/'))
  expect(examples.length).toBeGreaterThan(8)
  for (const [path, text] of examples) {
    expect(text.split('\n')[0], path).toBe('#:schema ../profile.schema.json')
  }
  expect(JSON.parse(written.get('share/roam6/profile.schema.json') ?? '')).toHaveProperty('properties.layer')
})

test('the date of a page is the one that a build is given', () => {
  const code =
    "const { commandPage } = await import('./build/reference/command-page.ts'); console.log(commandPage('1'))"
  const first = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, SOURCE_DATE_EPOCH: '86400' },
    encoding: 'utf8',
  })
  expect(first.split('\n')[0]).toBe('.TH ROAM6 1 1970-01-02 "Roam6 1" "User Commands"')
})
