/**
 * What each format's file promises: text in, a draft of a profile out, with the file and line that each value came
 * from, what was left out and why, and what must be asked. Pure; nothing in a file is run or opened.
 */
import type * as v from 'valibot'
import type { ImportFormat, LeftOut, Question, Understood } from '../contract/import.ts'
import type { Profile } from '../contract/profile.ts'

export interface SourceFile {
  /** As it was given, with "/" between folders: "inet6/hosts/gateway". */
  readonly name: string
  readonly bytes: Uint8Array
  /** Without byte order mark, lines ended by "\n"; null where it is no UTF-8 text. */
  readonly text: string | null
}

export interface ImportSource {
  readonly files: readonly SourceFile[]
  readonly answers: ReadonlyMap<string, string>
}

/** A profile as far as it is known, in the form that a person would write; parsed like one when it is whole. */
export type DraftProfile = Partial<v.InferInput<typeof Profile>>

export interface Draft {
  readonly profile: DraftProfile
  readonly understood: readonly Understood[]
  readonly leftOut: readonly LeftOut[]
  readonly questions: readonly Question[]
}

/** The files are damaged in a way that no answer mends: where, what is wrong, and what to do. */
export interface ImportFault {
  readonly place: string
  readonly what: string
  readonly remedy?: string
}

export type Imported =
  | { readonly ok: true; readonly draft: Draft }
  | { readonly ok: false; readonly fault: ImportFault }

export interface Importer {
  readonly format: ImportFormat
  /** For people: "strongSwan ipsec.conf". */
  readonly title: string
  /** Whether one of the files is of this format, by its content; 0 is no, 1 is certain. */
  recognise(files: readonly SourceFile[]): number
  /** Never throws, whatever is in the files. */
  read(source: ImportSource): Imported
}
