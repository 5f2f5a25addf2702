/** A form is data: fields in order, each with its place in the value, its words and its check. */
import type * as v from 'valibot'
import { labelOf } from '../../helper/contract/label.ts'
import type { Certificate, Layer, Profile } from '../../helper/contract/profile.ts'

/** Where a value stands in a profile: ["layer", 0, "peer", "id"]. */
export type Path = readonly (string | number)[]

/** A profile while it is being edited: what the schema will say of it is not known yet. */
export type Draft = Readonly<Record<string, unknown>>

/** What a check says of a value. One that blocks is to be mended before the profile can be saved. */
export interface Judgement {
  readonly says: string
  /** The right value, where it is plain. */
  readonly instead?: string
  readonly blocks: boolean
  /** Nothing is wrong: something is still to be filled in. */
  readonly missing?: boolean
}

/** @returns undefined where there is nothing to say */
export type Check = (text: string, profile: Draft) => Judgement | undefined

interface Common {
  /** Below the form's own value, dots between: "peer.id". */
  readonly key: string
  readonly label: string
  readonly explanation?: string
  /** Whether it means anything, by what the layer or profile has that the form is of; it does where nothing is told. */
  readonly applies?: (value: Draft) => boolean
}

/** One line a value, for values that are more than one text: "::/0 via fe80::1". */
export interface LineForm {
  read(line: string): unknown
  write(value: unknown): string
}

export interface Choice {
  /** Undefined takes the key away. */
  readonly value: string | number | undefined
  readonly label: string
  /** Offered where it is set already, and nowhere else. */
  readonly onlyIfSet?: true
}

export type Field = Common &
  (
    | { readonly kind: 'text' | 'number'; readonly check?: Check; readonly mono?: boolean }
    /** A list, one value a line. */
    | { readonly kind: 'lines'; readonly check?: Check; readonly form?: LineForm }
    | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
    | { readonly kind: 'switch' }
    /** Without echo. */
    | { readonly kind: 'secret' }
    /** Pasted, or out of a file; a private one is replaced, not shown. One that has to be nobody else's can be made here. */
    | { readonly kind: 'pem'; readonly private: boolean; readonly make?: 'makeTincKey' }
    /** A certificate of the profile with its private key, given at once: out of one file or two. */
    | { readonly kind: 'credential' }
    /** The name of one of the profile's certificates, or of several. */
    | { readonly kind: 'certificate' | 'certificates' }
    /** A list of values with fields of their own. */
    | { readonly kind: 'items'; readonly item: string; readonly titleKey: string; readonly fields: readonly Field[] }
  )

/** A field as the tables have it: its label is the name that the key has in the contract. */
export type FieldRow = Row<Field>
type Row<One> = One extends { readonly kind: 'items' }
  ? Omit<One, 'label' | 'fields'> & { readonly fields: readonly FieldRow[] }
  : One extends Field
    ? Omit<One, 'label'>
    : never

/** Fields that belong together, under a heading. */
export interface Group {
  readonly title: string
  /** Folded away unless something of it is set: for what hardly anybody changes. */
  readonly folded?: boolean
  readonly fields: readonly Field[]
}

export type GroupRow<Key extends string = string> = Omit<Group, 'fields'> & {
  readonly fields: readonly (FieldRow & { readonly key: Key })[]
}

/** Gives each field its name, of the schema that the form's value has. */
export const named = (schema: v.GenericSchema, groups: readonly GroupRow[]): readonly Group[] =>
  groups.map((group) => ({ ...group, fields: group.fields.map((row) => namedField(schema, row)) }))

export function namedField(schema: v.GenericSchema, row: FieldRow, outer: readonly string[] = []): Field {
  const path = [...outer, ...row.key.split('.')]
  const label = labelOf(schema, path)
  return row.kind === 'items'
    ? { ...row, label, fields: row.fields.map((one) => namedField(schema, one, path)) }
    : { ...row, label }
}

/** A table for a layer kind, with every key of its schema named once, in `key` or in front of a dot. */
export type LayerForm<Kind extends Layer['kind']> = readonly GroupRow<KeyOf<Extract<Layer, { kind: Kind }>>>[]

type KeyOf<Value> = Below<Exclude<keyof Value & string, 'kind'>>
type Below<Key extends string> = Key | `${Key}.${string}`

export type ProfileKey = Below<keyof Profile & string>
export type CertificateKey = keyof typeof Certificate.entries
