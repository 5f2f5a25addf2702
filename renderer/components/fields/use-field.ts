/** What every field of a form stands on. */
import type { Draft, Field, Path } from '../../forms/field.ts'
import type { Remark } from '../../forms/judge.ts'
import { isAtOrBelow, pathOf, valueAt } from '../../forms/value.ts'

/** What a form stands on: the whole profile, what is said of it, and how it changes. */
export interface FormContext {
  readonly draft: Draft
  readonly remarks: readonly Remark[]
  readonly change: (path: Path, value: unknown) => void
  /** Somebody was at this place and went on: what is missing there may be said from now on. */
  readonly leave: (path: Path) => void
}

export interface FormFieldProps<Kind extends Field = Field> {
  readonly field: Kind
  /** Of the form: what the field's own key stands below. */
  readonly outer: Path
  readonly context: FormContext
}

/** The props of the fields of a kind. */
export type Of<Kind extends Field['kind']> = FormFieldProps<Extract<Field, { kind: Kind }>>

/** What a field needs of its place. */
export function useField({ field, outer, context }: FormFieldProps) {
  const path = [...outer, ...pathOf(field.key)]
  return {
    path,
    value: valueAt(context.draft, path),
    remarks: context.remarks.filter((remark) => isAtOrBelow(remark.path, path)),
    set: (value: unknown) => context.change(path, value),
  }
}

/** For what one types. */
export const common = { autoComplete: 'off', spellCheck: false } as const
