/**
 * This module sets how valibot checks for the whole program, and in which words a check refuses a value. The words are half a sentence that
 * goes on from the place of the value: "must have 64 characters at most". No value stands in them, as a value may be a secret.
 */
import * as v from 'valibot'

type Words = (issue: v.BaseIssue<unknown>) => string

/** A table's issue is about a key of the table, or has no path where the value is no table. */
const ofTable: Words = ({ path, expected }) => {
  if (!path) return 'must be a table'
  return expected === 'never' ? 'is no key here' : 'is missing'
}

const oneOf: Words = ({ expected }) => `must be one of ${expected}`

/** This table has the words by the type that valibot gives to an issue. Words that stand in a schema go before these. */
const words: Readonly<Record<string, Words>> = {
  string: () => 'must be text',
  number: () => 'must be a number',
  integer: () => 'must be a whole number',
  boolean: () => 'must be true or false',
  array: () => 'must be a list',
  object: ofTable,
  strict_object: ofTable,
  loose_object: ofTable,
  record: ofTable,
  variant: (issue) => (issue.path ? oneOf(issue) : ofTable(issue)),
  literal: ({ expected }) => `must be ${expected}`,
  picklist: oneOf,
  non_empty: ({ input }) => (Array.isArray(input) ? 'must have at least one entry' : 'must not be empty'),
  max_length: ({ input, requirement }) =>
    `must have ${requirement} ${Array.isArray(input) ? 'entries' : 'characters'} at most`,
  max_entries: ({ requirement }) => `must have ${requirement} entries at most`,
  min_value: ({ requirement }) => `must be ${requirement} or more`,
  max_value: ({ requirement }) => `must be ${requirement} or less`,
}

v.setGlobalMessage((issue) => words[issue.type]?.(issue) ?? 'is not allowed')
// The first check that fails is told, and no later one looks at the value: a length is checked before a pattern.
v.setGlobalConfig({ abortPipeEarly: true })
