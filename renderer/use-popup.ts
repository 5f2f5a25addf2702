/** This hook opens a list over the page by a button: arrows move in it, Escape and a click elsewhere close it. */
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'

export interface Popup {
  readonly isOpen: boolean
  /** For the list's element and the button's aria-controls. */
  readonly id: string
  readonly button: RefObject<HTMLButtonElement | null>
  readonly list: RefObject<HTMLDivElement | null>
  toggle(): void
  /** The keyboard returns to the button. */
  close(): void
  onKeyDown(event: KeyboardEvent): void
}

const items = (list: HTMLElement | null) => [
  ...(list?.querySelectorAll<HTMLElement>('[role=menuitem],[role=option]') ?? []),
]

export function usePopup(): Popup {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!isOpen) return
    const all = items(list.current)
    const first = all.find((item) => item.getAttribute('aria-selected') === 'true') ?? all[0]
    first?.focus()
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
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Tab') close()
    else if (moveFocus(event, items(list.current))) event.preventDefault()
  }
  return { isOpen, id, button, list, toggle: () => setOpen(!isOpen), close, onKeyDown }
}

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
