/** Judges a profile in the making by all that can be said without asking the helper. */
import * as v from 'valibot'
import { type Layer, Profile } from '../../helper/contract/profile.ts'
import type { Draft, Field, Judgement, Path } from './field.ts'
import { certificateForm, gatewayForm, homeForms, layerForms, nameForm } from './profile-form.ts'
import { isAtOrBelow, pathOf, valueAt } from './value.ts'

/** A judgement, and of what. */
export interface Remark extends Judgement {
  readonly path: Path
}

/** The checks of the forms first; the schema has the last word on what they say nothing of. */
export function judge(draft: Draft): Remark[] {
  const own = placedFields(draft).flatMap(({ field, path }) => judgeField(field, path, draft))
  const said = new Set(own.map(({ path }) => path.join('.')))
  const { issues = [] } = v.safeParse(Profile, draft)
  return [
    ...own,
    ...issues
      .map((issue) => {
        const path: Path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)))
        const missing = missingText(issue, valueAt(draft, path))
        return { path, says: missing ?? sentence(issue.message), blocks: true, ...(missing ? { missing: true } : {}) }
      })
      .filter(({ path }) => !said.has(path.join('.'))),
  ]
}

function missingText({ type }: v.BaseIssue<unknown>, value: unknown): string | undefined {
  if (value === undefined) return 'Needed.'
  return type === 'non_empty' ? 'At least one is needed.' : undefined
}

/** The contract's messages are half sentences: "must be a host name or an address". */
const sentence = (message: string): string => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`

interface PlacedField {
  readonly field: Field
  readonly path: Path
}

/** Every field that the form of this draft has, and what it stands for. */
export function placedFields(draft: Draft): PlacedField[] {
  const layers = Array.isArray(draft.layer) ? (draft.layer as readonly Partial<Layer>[]) : []
  const certificates = Object.keys((draft.certificate ?? {}) as object)
  const at = (fields: readonly Field[], outer: Path) =>
    fields.map((field) => ({ field, path: [...outer, ...pathOf(field.key)] }))
  return [
    ...at(nameForm.fields, []),
    ...at(gatewayForm.fields, []),
    ...layers.flatMap(({ kind }, index) =>
      (kind ? layerForms[kind] : []).flatMap(({ fields }) => at(fields, ['layer', index])),
    ),
    ...homeForms.flatMap(({ fields }) => at(fields, [])),
    ...certificates.flatMap((name) => at(certificateForm, ['certificate', name])),
  ]
}

/** What is said of no single field: of a layer as a whole, of two values that do not go together. */
export function unplaced(remarks: readonly Remark[], draft: Draft): Remark[] {
  const fields = placedFields(draft)
  return remarks.filter((remark) => !fields.some(({ path }) => isAtOrBelow(remark.path, path)))
}

function judgeField(field: Field, path: Path, draft: Draft): Remark[] {
  const value = valueAt(draft, path)
  const values = Array.isArray(value) ? (value as readonly unknown[]) : []
  if (field.kind === 'items')
    return values.flatMap((_, at) =>
      field.fields.flatMap((inner) => judgeField(inner, [...path, at, ...pathOf(inner.key)], draft)),
    )
  if (field.kind === 'lines')
    return values.flatMap((one, at) => {
      const judgement = field.check?.(field.form ? field.form.write(one) : String(one), draft)
      return judgement ? [{ ...judgement, path: [...path, at] }] : []
    })
  if ((field.kind === 'text' || field.kind === 'number') && typeof value === 'string') {
    const judgement = field.check?.(value, draft)
    return judgement ? [{ ...judgement, path }] : []
  }
  return []
}
