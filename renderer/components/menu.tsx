/** A button and the menu that it opens: arrows move, Enter chooses, Escape closes. */
import { Fragment, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { Icon } from './icon.tsx'

export interface MenuEntry {
  readonly label: string
  readonly choose: () => void
}

export function Menu({ sections }: { readonly sections: readonly (readonly MenuEntry[])[] }) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!isOpen) return
    items(list.current)[0]?.focus()
    const onPointer = (event: PointerEvent) => {
      const at = event.target as Node
      if (!list.current?.contains(at) && !button.current?.contains(at)) setOpen(false)
    }
    window.addEventListener('pointerdown', onPointer)
    return () => window.removeEventListener('pointerdown', onPointer)
  }, [isOpen])

  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Tab') return close()
    if (moveFocus(event, items(list.current))) event.preventDefault()
  }

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
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="menu" />
      </button>
      {isOpen && (
        <div id={id} ref={list} className="menu" role="menu" aria-label="Roam6" tabIndex={-1} onKeyDown={onKey}>
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

const items = (list: HTMLElement | null) => [
  ...(list?.querySelectorAll<HTMLElement>('[role=menuitem],[role=option]') ?? []),
]

/** Up, down, Home and End among `among`; true where the key was one of them. */
export function moveFocus(event: KeyboardEvent, among: readonly HTMLElement[]): boolean {
  const at = among.indexOf(document.activeElement as HTMLElement)
  const to = {
    ArrowDown: (at + 1) % among.length,
    ArrowUp: (at - 1 + among.length) % among.length,
    Home: 0,
    End: among.length - 1,
  }[event.key]
  if (to === undefined) return false
  among[to]?.focus()
  return true
}
