/** A profile as a form: each layer's table, outer to inner; saved by the same way in as any import. */
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import { Profile } from '../../helper/contract/profile.ts'
import type { ImportDraft, Words } from '../../main/contract/bridge.ts'
import { layerNames } from '../../main/contract/words/layers.ts'
import { bridge } from '../bridge.ts'
import type { Draft, Group, Path } from '../forms/field.ts'
import { judge, type Remark } from '../forms/judge.ts'
import { certificateForm, gatewayForm, homeForms, layerForms } from '../forms/profile-form.ts'
import { pathOfPlace, withValue } from '../forms/value.ts'
import { useDryRun } from '../use-dry-run.ts'
import { useAnnounce } from './announcer.tsx'
import { FormGroup } from './form-group.tsx'
import { Icon } from './icon.tsx'
import { Questions } from './questions.tsx'
import { Trouble } from './trouble.tsx'

/** The helper looks when one pauses. */
const settleMs = 500

export interface EditProfileProps {
  readonly profile: Profile
  /** Whether something is there to be lost. */
  readonly changed: (isChanged: boolean) => void
  readonly done: () => void
}

export function EditProfile({ profile, changed, done }: EditProfileProps) {
  const [draft, setDraft] = useState<Draft>(profile)
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({})
  const [refusal, setRefusal] = useState<Words>()
  const announce = useAnnounce()
  const own = useMemo(() => judge(draft), [draft])
  const request = useMemo<ImportDraft | undefined>(() => {
    const parsed = Profile.safeParse(draft)
    const blocked = own.some(({ blocks }) => blocks)
    return parsed.success && !blocked ? { source: { profile: parsed.data }, answers: { ...answers } } : undefined
  }, [draft, own, answers])
  const { result, words, asking, whole } = useDryRun(request, settleMs)
  const told = request && !asking ? helperRemarks(words) : []
  const remarks = [...own, ...told]
  const elsewhere = request && !asking && told.length === 0 ? words : undefined

  const change = useCallback((path: Path, value: unknown) => {
    setDraft((known) => withValue(known, path, value) as Draft)
  }, [])
  useEffect(() => changed(draft !== profile), [changed, draft, profile])
  const answer = useCallback((id: string, text: string) => setAnswers((known) => ({ ...known, [id]: text })), [])
  const save = async () => {
    if (!whole || !request) return
    const reply = await bridge.call('installImport', { ...request, replace: true })
    if (!reply.ok) return setRefusal(reply.words)
    announce(`Saved ${reply.value.name}`)
    done()
  }
  const context = { draft, remarks, change }
  const certificates = Object.keys((draft.certificate ?? {}) as object)

  return (
    <>
      <div className="dt-h">
        <div>
          <h1>Edit {profile.name}</h1>
          <p>Outer to inner, as packets are wrapped. Nothing changes until you save.</p>
        </div>
      </div>
      <form className="form" onSubmit={(event) => event.preventDefault()}>
        <Trouble words={refusal} dismiss={() => setRefusal(undefined)} />
        <Trouble words={elsewhere} />
        {result && <Questions open={result.questions} answers={answers} give={answer} asking={asking} />}
        <Part title="Way">
          <FormGroup group={gatewayForm} outer={[]} context={context} />
        </Part>
        {profile.layer.map(({ kind }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stack may hold two of a kind; the place tells them apart
          <Part key={at} title={`Layer ${at + 1}: ${layerNames[kind]}`}>
            {(layerForms[kind] as readonly Group[]).map((group) => (
              <FormGroup key={group.title} group={group} outer={['layer', at]} context={context} />
            ))}
          </Part>
        ))}
        <Part title="At home">
          {homeForms.map((group) => (
            <FormGroup key={group.title} group={group} outer={[]} context={context} />
          ))}
        </Part>
        {certificates.length > 0 && (
          <Part title="Certificates">
            {certificates.map((name) => (
              <FormGroup
                key={name}
                group={{ title: name, fields: certificateForm }}
                outer={['certificate', name]}
                context={context}
              />
            ))}
          </Part>
        )}
      </form>
      <footer className="sheet-foot">
        <p role="status">{statusOf(remarks, asking, whole)}</p>
        <button type="button" className="btn btn-q" onClick={done}>
          Cancel
        </button>
        <button type="button" className="btn btn-p" aria-disabled={!whole} onClick={() => void save()}>
          <Icon name="lock" />
          Save
        </button>
      </footer>
    </>
  )
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="part" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function statusOf(remarks: readonly Remark[], asking: boolean, whole: boolean): string {
  const count = remarks.filter(({ blocks }) => blocks).length
  if (count > 0) return count === 1 ? 'One thing is to be mended first.' : `${count} things are to be mended first.`
  if (asking) return 'Asking the helper…'
  return whole ? 'Saving asks for an administrator.' : 'This cannot be saved as it is.'
}

/** What the helper found in the profile's inside, at the field that it means. */
function helperRemarks(words: Words | undefined): Remark[] {
  const path = words?.place === undefined ? undefined : pathOfPlace(words.place)
  return words && path ? [{ path, says: [words.message, words.remedy].filter(Boolean).join(' '), blocks: true }] : []
}
