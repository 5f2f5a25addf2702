/** This part is a button that shows what is chosen, and opens a listbox to choose another. */
import type { ReactNode } from 'react'
import { usePopup } from '../use-popup.ts'
import { Icon } from './icon.tsx'

export interface Choice {
  readonly key: string
  readonly isChosen: boolean
  readonly content: ReactNode
  readonly choose: () => void
}

export interface ListPickerProps {
  /** On the button: what is chosen, and a few words about it. */
  readonly title: string
  readonly says: string | undefined
  /** The button's name for screen readers. */
  readonly label: string
  /** Added to the list's own class. */
  readonly className?: string
  readonly choices: readonly Choice[]
}

export function ListPicker({ title, says, label, className = '', choices }: ListPickerProps) {
  const { isOpen, id, button, list, toggle, close, onKeyDown } = usePopup()
  return (
    <>
      <button
        ref={button}
        type="button"
        className="picker"
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={label}
        onClick={toggle}
      >
        <b>{title}</b>
        <span>{says}</span>
        <Icon name="down" />
      </button>
      {isOpen && (
        <div
          id={id}
          ref={list}
          className={`menu ${className}`.trim()}
          role="listbox"
          aria-label="Profiles"
          tabIndex={-1}
          onKeyDown={onKeyDown}
        >
          {choices.map(({ key, isChosen, content, choose }) => (
            <button
              key={key}
              type="button"
              role="option"
              aria-selected={isChosen}
              tabIndex={-1}
              onClick={() => {
                close()
                choose()
              }}
            >
              {content}
            </button>
          ))}
        </div>
      )}
    </>
  )
}
