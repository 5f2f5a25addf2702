/** A button and the menu that it opens. */
import { Fragment } from 'react'
import { usePopup } from '../use-popup.ts'
import { Icon } from './icon.tsx'

export interface MenuEntry {
  readonly label: string
  readonly choose: () => void
}

export function Menu({ sections }: { readonly sections: readonly (readonly MenuEntry[])[] }) {
  const { isOpen, id, button, list, toggle, close, onKeyDown } = usePopup()
  return (
    <span className="popup">
      <button
        ref={button}
        type="button"
        className="ib"
        aria-label="Menu"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={toggle}
      >
        <Icon name="menu" />
      </button>
      {isOpen && (
        <div id={id} ref={list} className="menu" role="menu" aria-label="Roam6" tabIndex={-1} onKeyDown={onKeyDown}>
          {sections.map((entries, at) => (
            <Fragment key={entries[0]?.label}>
              {at > 0 && <hr />}
              {entries.map(({ label, choose }) => (
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
                </button>
              ))}
            </Fragment>
          ))}
        </div>
      )}
    </span>
  )
}
