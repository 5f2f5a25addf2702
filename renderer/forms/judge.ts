/** All that can be said of a profile in the making without asking the helper. */
import { type Layer, Profile } from '../../helper/contract/profile.ts'
import type { Draft, Field, Judgement, Path } from './field.ts'
import { certificateForm, gatewayForm, homeForms, layerForms } from './profile-form.ts'
import { pathOf, valueAt } from './value.ts'

/** A judgement, and of what. */
export interface Remark extends Judgement {
  readonly path: Path
}

/** The checks of the forms first; the schema has the last word on what they say nothing of. */
export function judge(draft: Draft): Remark[] {
  const own = judgeFields(draft)
  const said = new Set(own.map(({ path }) => path.join('.')))
  const schema = Profile.safeParse(draft)
  const issues = schema.success ? [] : schema.error.issues
  return [
    ...own,
    ...issues
      .map(({ path, message, code, ...issue }) => ({
        path: path.map((key) => (typeof key === 'number' ? key : String(key))),
        says:
          code === 'invalid_type' && valueAt(draft, path as Path) === undefined ? 'Needed.' : worded(message, issue),
        blocks: true,
      }))
      .filter(({ path }) => !said.has(path.join('.'))),
  ]
}

/** The contract's messages are half sentences: "must be a host name or an address". */
function worded(message: string, issue: object): string {
  if ('minimum' in issue && issue.minimum === 1) return 'At least one is needed.'
  const plain = message.replace(/^(Invalid input|Too \w+): /, '')
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}.`
}

function judgeFields(draft: Draft): Remark[] {
  const layers = Array.isArray(draft.layer) ? (draft.layer as readonly Partial<Layer>[]) : []
  const certificates = Object.keys((draft.certificate ?? {}) as object)
  const at = (fields: readonly Field[], path: Path) => fields.flatMap((field) => judgeField(field, path, draft))
  return [
    ...at(gatewayForm.fields, []),
    ...layers.flatMap(({ kind }, index) =>
      (kind ? layerForms[kind] : []).flatMap(({ fields }) => at(fields, ['layer', index])),
    ),
    ...homeForms.flatMap(({ fields }) => at(fields, [])),
    ...certificates.flatMap((name) => at(certificateForm, ['certificate', name])),
  ]
}

function judgeField(field: Field, outer: Path, draft: Draft): Remark[] {
  const path = [...outer, ...pathOf(field.key)]
  const value = valueAt(draft, path)
  const values = Array.isArray(value) ? (value as readonly unknown[]) : []
  if (field.kind === 'items')
    return values.flatMap((_, at) => field.fields.flatMap((inner) => judgeField(inner, [...path, at], draft)))
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
