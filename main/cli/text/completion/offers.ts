/** This module says what a shell may offer for a word, the same for every shell. */
import { commonFlags, flagsOf } from '../../common.ts'
import type { Flag, Operand, Verb } from '../../verb.ts'

/** A shell finds files by itself and asks for profiles; the words are known beforehand. */
export interface Offer {
  readonly words: readonly string[]
  readonly profiles: boolean
  readonly files: boolean
}

export function operandOffer(operand: Operand | undefined, verbs: readonly Verb[]): Offer {
  const completes = operand?.completes ?? []
  if (typeof completes !== 'string') return { words: completes, profiles: false, files: false }
  return {
    words: completes === 'verbs' ? verbs.map(({ name }) => name) : [],
    profiles: completes === 'profiles' || completes === 'profiles and files',
    files: completes === 'files' || completes === 'profiles and files',
  }
}

export const valueOffer = ({ value = '', values = [] }: Flag): Offer => ({
  words: values,
  profiles: false,
  files: value === 'FILE' || value === 'FOLDER',
})

/** Returns the options to offer before a verb: the common ones, and those of the verb that is meant where none is named. */
export const flagsBefore = (verbs: readonly Verb[]): readonly Flag[] => {
  const status = verbs.find(({ name }) => name === 'status')
  return status ? flagsOf(status) : commonFlags
}

/** Returns every option that takes a value, once. */
export function valueFlags(verbs: readonly Verb[]): readonly Flag[] {
  const all = [...commonFlags, ...verbs.flatMap(({ flags = [] }) => flags)].filter(({ value }) => value !== undefined)
  return [...new Map(all.map((flag) => [flag.name, flag])).values()]
}

/** Returns both spellings of an option: "--lines", "-n". */
export const spellings = ({ name, short }: Flag): readonly string[] => [`--${name}`, ...(short ? [`-${short}`] : [])]

/** For single quotes of a POSIX shell. */
export const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
