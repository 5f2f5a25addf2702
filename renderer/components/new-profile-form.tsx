/** This form makes a profile: it has the fields that nobody else can know, and the rest folded with what holds. */
import { useId } from 'react'
import type { Draft } from '../forms/field.ts'
import { unplaced } from '../forms/judge.ts'
import { follows, type NewFold, newForms, withConsequences } from '../forms/new-form.ts'
import { type WayId, ways } from '../forms/starts.ts'
import { isAtOrBelow, isShown, pathOf, valueAt } from '../forms/value.ts'
import { type ProfileDraft, useProfileDraft } from '../use-profile-draft.ts'
import { FoldedLine } from './folded-line.tsx'
import { FormField } from './form-field.tsx'
import { FormFoot, FormNotes } from './form-frame.tsx'

export interface NewProfileFormProps {
  readonly way: WayId
  readonly profile: Draft
  /** Names of what is installed. */
  readonly taken: readonly string[]
  readonly changed: (isChanged: boolean) => void
  readonly chooseWay: () => void
  readonly done: (saved?: string) => void
}

export function NewProfileForm({ way, profile, taken, changed, chooseWay, done }: NewProfileFormProps) {
  const form = useProfileDraft({ profile, taken, derive: withConsequences, follows, changed, done })
  const { context } = form
  const { fields, folds } = newForms[way]
  const id = useId()
  return (
    <>
      <div className="dt-h">
        <div>
          <h1>New profile</h1>
          <p id={id}>
            {ways[way].title}.{' '}
            <button type="button" className="link" onClick={chooseWay}>
              Choose another way
            </button>
          </p>
        </div>
      </div>
      <form className="form" aria-describedby={id} onSubmit={(event) => event.preventDefault()}>
        <FormNotes form={form} loose={unplaced(context.remarks, context.draft)} />
        {fields.map(({ outer, field }) => (
          <FormField key={[...outer, field.key].join('.')} field={field} outer={outer} context={context} />
        ))}
        <div className="folds">
          {folds.map((fold) => (
            <FormFold key={fold.title} fold={fold} form={form} />
          ))}
        </div>
      </form>
      <FormFoot form={form} cancel={() => done()} />
    </>
  )
}

function FormFold({ fold: { title, holds, fields }, form }: { readonly fold: NewFold; readonly form: ProfileDraft }) {
  const { context, remarks } = form
  const isIn = ({ path }: { readonly path: readonly (string | number)[] }) =>
    fields.some(({ outer, field }) => isAtOrBelow(path, [...outer, ...pathOf(field.key)]))
  const missing = remarks.filter((remark) => remark.missing && isIn(remark)).length
  const shown = fields.filter(({ outer, field }) => isShown(field, valueAt(context.draft, outer) as Draft))
  return (
    <FoldedLine
      title={title}
      says={holds(context.draft)}
      count={missing > 0 ? `${missing} missing` : undefined}
      forced={context.remarks.some(isIn)}
    >
      <fieldset className="group" aria-label={title}>
        {shown.map(({ outer, field }) => (
          <FormField key={[...outer, field.key].join('.')} field={field} outer={outer} context={context} />
        ))}
      </fieldset>
    </FoldedLine>
  )
}
