/** This part is a question that stands before everything else. Escape is no; the keyboard returns to where it was. */
import { type ReactNode, useEffect, useId, useRef } from 'react'

export interface DialogProps {
  readonly question: string
  readonly yes: string
  /** Whether yes can be said; it can where nothing else is told. */
  readonly isReady?: boolean
  readonly answer: (yes: boolean) => void
  readonly children: ReactNode
}

export function Dialog({ question, yes, isReady = true, answer, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog ref={dialog} className="confirm" aria-labelledby={id} onCancel={() => answer(false)}>
      <h2 id={id}>{question}</h2>
      {children}
      <div className="btns">
        <button type="button" className="btn btn-q" onClick={() => answer(false)}>
          Cancel
        </button>
        <button type="button" className="btn btn-p" aria-disabled={!isReady} onClick={() => isReady && answer(true)}>
          {yes}
        </button>
      </div>
    </dialog>
  )
}
