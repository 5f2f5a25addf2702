/**
 * What an importer writes into while it reads: so that every line ends as understood, left out with a reason, or asked
 * about, and nothing reaches the profile but what the contract's schemas take. One builder for each import.
 */
import * as v from 'valibot'
import type { LeftOut, Origin, Question, Understood } from '../contract/import.ts'
import { HostText, Secret, Text } from '../contract/text.ts'
import { certificatesIn } from '../core/certificate/pem.ts'
import { parseAddress, parsePrefix } from '../core/ip.ts'
import { withoutSecrets } from '../core/secret-words.ts'
import type { DraftProfile, Imported } from './importer.ts'

/** What a line means, where its reader knows more than its text says; else the tables of `sentences` have it. */
export interface Meaning {
  readonly says: string
  /** It holds without that line as well. */
  readonly usual?: true
}

export interface DraftBuilder {
  /** `value` where the schema has it, and then it is understood; else undefined, left out with the schema's reason. */
  take<Value>(
    schema: v.GenericSchema<unknown, Value>,
    value: unknown,
    what: string,
    from: Origin,
    meaning?: Meaning,
  ): Value | undefined
  /** For what `take` does not fit: structure, and facts read out of a script. `what` is shown: no secrets in it. */
  understand(what: string, from: Origin, as?: Understood['as'], meaning?: Meaning): void
  leaveOut(what: string, from: Origin, why: string): void
  /**
   * The answer that was given, checked by the question's kind; undefined where there is none yet or it does not fit,
   * and then the question is in the draft. The same id twice is asked once. `misfit` says what a kind cannot: why this
   * answer is none.
   */
  ask(question: Question, misfit?: (answer: string) => string | null): string | undefined
  /** Whether a question of this kind is open: what hangs on its answer need not be asked yet. */
  awaits(kind: Question['kind']): boolean
  imported(profile: DraftProfile): Imported
}

/** Of one list in a draft: a screen and a message have an end, a hostile file has not. */
const most = 1000
const mostText = 160

/** One line that fits on a screen, whatever was in the file, without secrets of it. */
export const shown = (text: string): string => {
  // Of more than fits, so that a secret that is cut is still known as one.
  const start = withoutSecrets(text.slice(0, 8 * mostText).replaceAll('\t', ' ')).slice(0, mostText + 1)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be in it
  const line = start.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '\uFFFD')
  return line.length > mostText ? `${line.slice(0, mostText)}…` : line
}

/** An answer of kind `prefix` may be several: "a, b" or "a b". */
export const severalOf = (answer: string): readonly string[] => answer.split(/[\s,]+/).filter((one) => one !== '')

/** What an answer must be, by the kind of its question; the text is why it is asked once more. */
const misfits: Readonly<Record<Question['kind'], (answer: string, question: Question) => string | null>> = {
  text: (answer) => (v.is(Text, answer) ? null : 'must be one line of printable text'),
  address: (answer) => (parseAddress(answer) ? null : 'must be an IPv4 or IPv6 address'),
  prefix: (answer) => {
    const prefixes = severalOf(answer)
    return prefixes.length > 0 && prefixes.every((prefix) => parsePrefix(prefix))
      ? null
      : 'must be prefixes such as "fd12:3456:789a::/48"'
  },
  secret: (answer) => (v.is(Secret, answer) ? null : 'must be one line'),
  passphrase: () => null,
  certificate: (answer) => (certificatesIn(answer).length > 0 ? null : 'must be a certificate in PEM'),
  // "RSA PRIVATE KEY" of OpenSSL, "OpenVPN Static key V1", "RSA PUBLIC KEY" of tinc: which one, the importer says.
  key: (answer) => (/-----BEGIN [\w -]{0,48}key( V1)?-----/i.test(answer) ? null : 'must be a key in PEM'),
  choice: (answer, { choices }) => (choices?.includes(answer) ? null : 'must be one of the choices'),
}

/**
 * Entries in the order of the files' names and lines, and no more than anyone reads. An entry beyond those is counted and not looked at: a
 * file may have a bad line in every second byte.
 */
function listing<Entry extends { readonly what: string; readonly from: Origin }>(
  more: (count: number, from: Origin) => Entry,
) {
  const entries: Entry[] = []
  let beyond = 0
  let last: Origin | null = null
  const place = ({ from }: Entry) => from.line ?? 0
  const before = (a: Entry, b: Entry) =>
    a.from.file === b.from.file ? place(a) - place(b) : a.from.file < b.from.file ? -1 : 1
  return {
    add: (entry: Entry) => {
      if (entries.length < most) entries.push({ ...entry, what: shown(entry.what) })
      else {
        beyond++
        last ??= entry.from
      }
    },
    all: () => [...entries.toSorted(before), ...(last ? [more(beyond, last)] : [])],
  }
}

export function draftBuilder(answers: ReadonlyMap<string, string>): DraftBuilder {
  const understood = listing<Understood>((count, from) => ({ what: `${count} more`, from, as: 'directive' }))
  const leftOut = listing<LeftOut>((count, from) => ({ what: `${count} more`, from, why: 'too many to list' }))
  const questions: Question[] = []

  const understand: DraftBuilder['understand'] = (what, from, as = 'directive', meaning) => {
    understood.add({ what, from, as, ...(meaning && { ...meaning, says: shown(meaning.says) }) })
  }
  const leaveOut: DraftBuilder['leaveOut'] = (what, from, why) => {
    leftOut.add({ what, from, why })
  }
  return {
    understand,
    leaveOut,
    take: (schema, value, what, from, meaning) => {
      const parsed = v.safeParse(schema, value)
      if (!parsed.success) {
        leaveOut(what, from, parsed.issues[0].message)
        return undefined
      }
      understand(what, from, 'directive', meaning)
      return parsed.output
    },
    ask: (question, misfit) => {
      const answer = answers.get(question.id)
      const wrong = answer === undefined ? null : (misfits[question.kind](answer, question) ?? misfit?.(answer) ?? null)
      if (answer !== undefined && wrong === null) return answer
      if (!questions.some(({ id }) => id === question.id)) {
        questions.push(wrong === null ? question : { ...question, why: `The answer ${wrong}. ${question.why}` })
      }
      return undefined
    },
    awaits: (kind) => questions.some((question) => question.kind === kind),
    imported: (profile) => ({
      ok: true,
      draft: {
        profile,
        understood: understood.all(),
        leftOut: leftOut.all(),
        questions,
      },
    }),
  }
}

/** What a table of ours has under a word of a file; "constructor" is in none. */
export const entryIn = <Entry>(table: Readonly<Record<string, Entry>>, key: string): Entry | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

/** Files damaged in a way that no answer mends. */
export const refused = (place: string, what: string, remedy?: string): Imported => ({
  ok: false,
  fault: remedy === undefined ? { place, what } : { place, what, remedy },
})

/** Returns a value that its schema takes as it stands; undefined for any other. */
export const fitting = <Value>(schema: v.GenericSchema<Value>, value: unknown): Value | undefined =>
  v.is(schema, value) ? value : undefined

/** A host name or an address, as it may stand in a profile; undefined for anything else. */
export const hostOf = (text: string): string | undefined => {
  // A name of the internet never starts with a hyphen (RFC 1123, 2.1); an option of some program does.
  if (text.startsWith('-')) return undefined
  if (text.includes(':') || /^[\d.]+$/.test(text)) return parseAddress(text)?.address
  return fitting(HostText, text)
}
