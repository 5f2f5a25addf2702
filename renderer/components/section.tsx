/** This part is a titled section of the overview, divided from the others by a hairline and never boxed. */
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

export interface SectionProps {
  readonly title: string
  /** Beside the title. */
  readonly aside?: ReactNode
  readonly className?: string
  readonly children?: ReactNode
}

export function Section({ title, aside, className = '', children }: SectionProps) {
  return (
    <section className={`sec ${className}`} aria-label={title}>
      <div className={`sec-h ${className ? `${className}-h` : ''}`}>
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}

/** A tick, or another mark, and a word. */
export function Mark({ icon, children }: { readonly icon: 'check' | 'warn'; readonly children: ReactNode }) {
  return (
    <span className={`tick ${icon === 'warn' ? 'differs' : ''}`}>
      <Icon name={icon} />
      {children}
    </span>
  )
}
