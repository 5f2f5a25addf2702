/** A profile as a form: each layer's table, outer to inner; saved by the same way in as any import. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { ImportWarning } from '../../helper/contract/import.ts'
import { Profile } from '../../helper/contract/profile.ts'
import type { ImportDraft, Words } from '../../main/contract/bridge.ts'
import { bridge } from '../bridge.ts'
import type { Draft, Path } from '../forms/field.ts'
import { judge, type Remark, unplaced } from '../forms/judge.ts'
import { gatewayForm, homeForms, nameForm } from '../forms/profile-form.ts'
import { pathOfPlace, withValue } from '../forms/value.ts'
import { useDryRun } from '../use-dry-run.ts'
import { useAnnounce } from './announcer.tsx'
import { EditCertificates } from './edit-certificates.tsx'
import { EditLayers } from './edit-layers.tsx'
import { FormGroup } from './form-group.tsx'
import { LastError } from './last-error.tsx'
import { Part } from './part.tsx'
import { Questions } from './questions.tsx'
import { Remark as RemarkLine } from './remark.tsx'

/** The helper looks when one pauses. */
const settleMs = 500

export interface EditProfileProps {
  readonly profile: Draft
  /** What is edited is not installed yet: these names are taken. */
  readonly taken?: readonly string[] | undefined
  /** Whether something is there to be lost. */
  readonly changed: (isChanged: boolean) => void
  /** @param saved its name; undefined where nothing was */
  readonly done: (saved?: string) => void
}

export function EditProfile({ profile, taken, changed, done }: EditProfileProps) {
  const [draft, setDraft] = useState<Draft>(profile)
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({})
  const [refusal, setRefusal] = useState<Words>()
  const announce = useAnnounce()
  const own = useMemo(() => [...judge(draft), ...clashes(draft, taken)], [draft, taken])
  const request = useMemo<ImportDraft | undefined>(() => {
    const parsed = Profile.safeParse(draft)
    const blocked = own.some(({ blocks }) => blocks)
    return parsed.success && !blocked ? { source: { profile: parsed.data }, answers: { ...answers } } : undefined
  }, [draft, own, answers])
  const { result, words, asking, whole } = useDryRun(request, settleMs)
  const settled = request !== undefined && !asking
  const told = settled
    ? [...helperRemarks(words), ...(words ? [] : (result?.warnings ?? []).flatMap(warningRemarks))]
    : []
  const remarks = [...own, ...told]
  const elsewhere = settled && told.length === 0 ? words : undefined

  const change = useCallback((path: Path, value: unknown) => {
    setDraft((known) => withValue(known, path, value) as Draft)
  }, [])
  useEffect(() => changed(draft !== profile), [changed, draft, profile])
  const answer = useCallback((id: string, text: string) => setAnswers((known) => ({ ...known, [id]: text })), [])
  const save = async () => {
    if (!whole || !request) return
    const reply = await bridge.call('installImport', { ...request, replace: !taken })
    if (!reply.ok) return setRefusal(reply.words)
    announce(`Saved ${reply.value.name}`)
    done(reply.value.name)
  }
  const context = { draft, remarks, change }

  return (
    <>
      <div className="dt-h">
        <div>
          <h1>{taken ? 'New profile' : `Edit ${String(profile.name)}`}</h1>
          <p>Outer to inner, as packets are wrapped. Nothing changes until you save.</p>
        </div>
      </div>
      <form className="form" onSubmit={(event) => event.preventDefault()}>
        <LastError words={refusal} dismiss={() => setRefusal(undefined)} />
        <LastError words={elsewhere} />
        {unplaced(remarks, draft)
          .filter(({ path }) => path[0] !== 'layer')
          .map((judgement) => (
            <RemarkLine key={judgement.says} judgement={judgement} />
          ))}
        {result && <Questions open={result.questions} answers={answers} give={answer} asking={asking} />}
        <Part title="Way">
          {taken && <FormGroup group={nameForm} outer={[]} context={context} />}
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
      <footer className="sheet-foot">
        <p role="status">{statusOf(remarks, asking, whole)}</p>
        <button type="button" className="btn btn-q" onClick={() => done()}>
          Cancel
        </button>
        <button type="button" className="btn btn-p" aria-disabled={!whole} onClick={() => void save()}>
          Save
        </button>
      </footer>
    </>
  )
}

function statusOf(remarks: readonly Remark[], asking: boolean, whole: boolean): string {
  const missing = remarks.filter((remark) => remark.missing).length
  const count = remarks.filter(({ blocks }) => blocks).length - missing
  if (count === 0 && missing > 0)
    return missing === 1 ? 'One field is still empty.' : `${missing} fields are still empty.`
  if (count > 0) return count === 1 ? 'One thing is to be mended first.' : `${count} things are to be mended first.`
  if (asking) return 'Asking the helper…'
  return whole ? 'Nothing is missing.' : 'This cannot be saved as it is.'
}

/** What the helper found in the profile's inside, at the field that it means. */
function helperRemarks(words: Words | undefined): Remark[] {
  const path = words?.place === undefined ? undefined : pathOfPlace(words.place)
  return words && path ? [{ path, says: [words.message, words.remedy].filter(Boolean).join(' '), blocks: true }] : []
}

/** Worth knowing, and no reason not to save. */
function warningRemarks({ place, message, remedies }: ImportWarning): Remark[] {
  const path = pathOfPlace(place)
  return path ? [{ path, says: [`${message}.`, ...remedies].join(' '), blocks: false }] : []
}

const clashes = ({ name }: Draft, taken: readonly string[] = []): Remark[] =>
  taken.includes(String(name)) ? [{ path: ['name'], says: `A profile called ${name} is installed.`, blocks: true }] : []
