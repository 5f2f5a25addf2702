/** This line stands for several: it says what it holds, and shows what is in it when it is opened. */
import { type ReactNode, useId, useState } from 'react'
import { Icon } from './icon.tsx'

export interface FoldedLineProps {
  readonly title: string
  /** What holds in it, while it is closed. */
  readonly says?: string | undefined
  /** At the right: how many, or from where. */
  readonly count?: string | undefined
  /** A sentence as long as it is, instead of a short name with what holds beside it. */
  readonly isSentence?: boolean
  /** Something in it has to be seen. */
  readonly forced?: boolean
  readonly children: ReactNode
}

export function FoldedLine({ title, says, count, isSentence = false, forced = false, children }: FoldedLineProps) {
  const [opened, setOpened] = useState(false)
  const id = useId()
  const open = opened || forced
  return (
    <>
      <button
        type="button"
        className={`fold-row ${isSentence ? 'sentence' : ''}`}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpened(!opened)}
      >
        <Icon name={open ? 'down' : 'right'} />
        {isSentence ? <span>{title}</span> : <b>{title}</b>}
        {!isSentence && <span className="w">{says}</span>}
        <span className="n num">{count}</span>
      </button>
      {open && (
        <div id={id} className="folded">
          {children}
        </div>
      )}
    </>
  )
}
