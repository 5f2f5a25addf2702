import { expect, test } from 'vitest'
import { textOf } from './cases.ts'

const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> }

// npm signals the shell of a script alone: a program that is the shell's child would go on without it.
test.each(Object.entries(scripts))('npm run %s hands signals to the program it ends in', (_name, script) => {
  const [last = ''] = script.split('&& ').slice(1).slice(-1)
  expect(last).toMatch(/^(exec |$)/)
})
