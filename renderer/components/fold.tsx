/** This line within an opened layer opens to more. */
import type { ReactNode } from 'react'
import type { Roving } from '../use-roving.ts'
import { Icon } from './icon.tsx'

export interface FoldProps {
  readonly roving: Roving
  readonly name: string
  readonly isOpen: boolean
  readonly toggle: () => void
  readonly says: string
  readonly children: ReactNode
}

export function Fold({ roving, name, isOpen, toggle, says, children }: FoldProps) {
  return (
    <>
      <button type="button" className="follow" aria-expanded={isOpen} onClick={toggle} {...roving.item(name)}>
        <Icon name={isOpen ? 'down' : 'right'} />
        {says}
      </button>
      {isOpen && children}
    </>
  )
}
