import { expect, test } from 'vitest'
import { newForms } from './new-form.ts'
import { homeForms, layerForms } from './profile-form.ts'

const repeated = (names: readonly string[]) => names.filter((name, at) => names.indexOf(name) !== at)

test('two fields under one heading have two names', () => {
  for (const { title, fields } of [homeForms, ...Object.values(layerForms)].flat())
    expect(repeated(fields.map(({ label }) => label)), title).toEqual([])
  for (const [way, { fields }] of Object.entries(newForms))
    expect(repeated(fields.map(({ field }) => field.label)), way).toEqual([])
})
