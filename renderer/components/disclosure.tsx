/** This part folds a section to one line: what it is, and the one figure that one would look for. */
import { type ReactNode, useId, useState } from 'react'
import { Icon } from './icon.tsx'

export interface DisclosureProps {
  readonly title: string
  readonly figure: string
  readonly children: ReactNode
}

export function Disclosure({ title, figure, children }: DisclosureProps) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <section className="fold-sec" aria-label={title}>
      <h2>
        <button
          type="button"
          className="line1"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          <b>{title}</b>
          <span className="v">{isOpen ? '' : figure}</span>
          <Icon name={isOpen ? 'down' : 'right'} className="chev" />
        </button>
      </h2>
      {isOpen && (
        <div id={id} className="folded">
          {children}
        </div>
      )}
    </section>
  )
}
