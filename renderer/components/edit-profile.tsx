/** This form edits an installed profile: each layer's table, outer to inner. It is saved by the same way in as any import. */
import type { Draft } from '../forms/field.ts'
import { unplaced } from '../forms/judge.ts'
import { gatewayForm, homeForms } from '../forms/profile-form.ts'
import { useProfileDraft } from '../use-profile-draft.ts'
import { EditCertificates } from './edit-certificates.tsx'
import { EditLayers } from './edit-layers.tsx'
import { FormFoot, FormNotes } from './form-frame.tsx'
import { FormGroup } from './form-group.tsx'
import { Part } from './part.tsx'

export interface EditProfileProps {
  readonly profile: Draft
  /** Whether something is there to be lost. */
  readonly changed: (isChanged: boolean) => void
  /** @param saved its name; undefined where nothing was */
  readonly done: (saved?: string) => void
}

export function EditProfile({ profile, changed, done }: EditProfileProps) {
  const form = useProfileDraft({ profile, taken: undefined, changed, done })
  const { context } = form
  return (
    <>
      <div className="dt-h">
        <div>
          <h1>Edit {String(profile.name)}</h1>
          <p>Outer to inner, as packets are wrapped. Nothing changes until you save.</p>
        </div>
      </div>
      <form className="form" onSubmit={(event) => event.preventDefault()}>
        <FormNotes
          form={form}
          loose={unplaced(context.remarks, context.draft).filter(({ path }) => path[0] !== 'layer')}
        />
        <Part title="Way">
          <FormGroup group={gatewayForm} outer={[]} context={context} />
        </Part>
        <EditLayers context={context} />
        <Part title="At home">
          {homeForms.map((group) => (
            <FormGroup key={group.title} group={group} outer={[]} context={context} />
          ))}
        </Part>
        <EditCertificates context={context} />
      </form>
      <FormFoot form={form} cancel={() => done()} />
    </>
  )
}
