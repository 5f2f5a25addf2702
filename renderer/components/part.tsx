/** This part groups fields of a form under a heading. */
import type { ReactNode, Ref } from 'react'

export interface PartProps {
  readonly title: string
  /** What can be done with the part as a whole. */
  readonly actions?: ReactNode
  /** Where the keyboard may be put without a control. */
  readonly focusable?: Ref<HTMLElement>
  readonly children: ReactNode
}

export function Part({ title, actions, focusable, children }: PartProps) {
  return (
    <section ref={focusable} className="part" aria-label={title} tabIndex={focusable ? -1 : undefined}>
      <div className="part-h">
        <h2>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  )
}
