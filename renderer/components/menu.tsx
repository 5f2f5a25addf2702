/** This part is a button with the menu that it opens. */
import { Fragment } from 'react'
import { usePopup } from '../use-popup.ts'
import { Icon, type IconName } from './icon.tsx'

export interface MenuEntry {
  readonly label: string
  /** The key that does the same. */
  readonly hint?: string
  readonly choose: () => void
}

export interface MenuProps {
  readonly sections: readonly (readonly MenuEntry[])[]
  /** Of the button. */
  readonly label?: string
  readonly icon?: IconName
  /** Of the list. */
  readonly name?: string
}

export function Menu({ sections, label: called = 'Menu', icon = 'menu', name = 'Roam6' }: MenuProps) {
  const { isOpen, id, button, list, toggle, close, onKeyDown } = usePopup()
  return (
    <span className="popup">
      <button
        ref={button}
        type="button"
        className="ib"
        aria-label={called}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={toggle}
      >
        <Icon name={icon} />
      </button>
      {isOpen && (
        <div id={id} ref={list} className="menu" role="menu" aria-label={name} tabIndex={-1} onKeyDown={onKeyDown}>
          {sections.map((entries, at) => (
            <Fragment key={entries[0]?.label}>
              {at > 0 && <hr />}
              {entries.map(({ label, hint, choose }) => (
                <button
                  key={label}
                  type="button"
                  role="menuitem"
                  tabIndex={-1}
                  onClick={() => {
                    close()
                    choose()
                  }}
                >
                  {label}
                  {hint && <span className="k">{hint}</span>}
                </button>
              ))}
            </Fragment>
          ))}
        </div>
      )}
    </span>
  )
}
