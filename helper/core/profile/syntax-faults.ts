/** This module words faults of TOML's syntax by the mistake that most often causes each. */
import type { TomlError } from 'smol-toml'
import type { ProfileFault } from './faults.ts'

/** The first row holds whose text is part of smol-toml's message. */
const mistakes: readonly (readonly [says: string, what: string])[] = [
  ['illegal character in numeric literal', 'this is no number; text stands in quotes'],
  ['invalid value', 'this is no value; text stands in quotes'],
  ['unfinished numeric value', 'a value is missing after ='],
  ['unfinished string', 'the quotes of this text are not closed'],
  [
    'control characters are not allowed in strings',
    'the quotes of this text are not closed, or a control character is in it',
  ],
  ['unfinished array', 'the bracket of this list is not closed'],
  ['unfinished table', 'the brace of this table is not closed'],
  ['expected comma or end of structure', 'a comma or a closing bracket is missing'],
  ['must be followed by an end-of-line', 'something stands after the end of this value'],
  ['trying to redefine an already defined', 'this key or table is there already'],
  ['illegal character in key', 'this character cannot be part of a key; a key with it stands in quotes'],
  ['unexpected end of key', 'a key is missing before ='],
  ['illegal empty bare key', 'a key is missing'],
  ['cannot find end of key', 'there is no = after this key'],
  ['expected end of table array declaration', 'this header lacks its ]]'],
  ['illegal leading zero', 'a number cannot begin with 0; text stands in quotes'],
  [
    'escape',
    'a backslash stands before something else than n, t, " or another backslash; single quotes take it as it is',
  ],
  ['excessively nested', 'lists and tables are nested too deeply'],
]

export function syntaxFault({ message, line, column }: TomlError): ProfileFault {
  const said = message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? ''
  const [, what = `this is no TOML: ${said}`] = mistakes.find(([says]) => said.includes(says)) ?? []
  return { place: '', at: { line, column }, what }
}
