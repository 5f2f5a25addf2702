/** Asks once. Escape is no. */
import { useEffect, useId, useRef } from 'react'

export interface ConfirmProps {
  readonly question: string
  /** What follows from yes. */
  readonly consequence: string
  readonly yes: string
  readonly answer: (yes: boolean) => void
}

export function Confirm({ question, consequence, yes, answer }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="confirm" aria-labelledby={id} onCancel={() => answer(false)}>
      <h2 id={id}>{question}</h2>
      <p>{consequence}</p>
      <div className="btns">
        <button type="button" className="btn btn-q" onClick={() => answer(false)}>
          Cancel
        </button>
        <button type="button" className="btn btn-p" onClick={() => answer(true)}>
          {yes}
        </button>
      </div>
    </dialog>
  )
}
