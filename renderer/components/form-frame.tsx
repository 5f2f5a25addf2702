/** This part has what stands above and below the fields of a profile, whichever form they are in. */
import type { Remark as RemarkOf } from '../forms/judge.ts'
import { type ProfileDraft, statusOf } from '../use-profile-draft.ts'
import { LastError } from './last-error.tsx'
import { Questions } from './questions.tsx'
import { Remark } from './remark.tsx'

interface FormNotesProps {
  readonly form: ProfileDraft
  /** Said of no single field. */
  readonly loose: readonly RemarkOf[]
}

export function FormNotes({ form, loose }: FormNotesProps) {
  const { refusal, forget, elsewhere, result, answers, answer, asking } = form
  return (
    <>
      <LastError words={refusal} dismiss={forget} />
      <LastError words={elsewhere} />
      {loose.map((judgement) => (
        <Remark key={judgement.says} judgement={judgement} />
      ))}
      {result && <Questions open={result.questions} answers={answers} give={answer} asking={asking} />}
    </>
  )
}

export function FormFoot({ form, cancel }: { readonly form: ProfileDraft; readonly cancel: () => void }) {
  const { whole, save } = form
  return (
    <footer className="sheet-foot">
      <p role="status">{statusOf(form)}</p>
      <button type="button" className="btn btn-q" onClick={cancel}>
        Cancel
      </button>
      <button type="button" className="btn btn-p" aria-disabled={!whole} onClick={() => void save()}>
        Save
      </button>
    </footer>
  )
}
