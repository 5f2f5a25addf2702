/** Listens to the keys of `keys.ts`. What a menu, a dialog or a list took for itself is left to it. */
import { useEffect } from 'react'
import type { Page } from '../main/contract/bridge.ts'
import { keys } from './keys.ts'

/** Where Escape means something of its own: an open dialog or menu, and a field that is being filled in. */
const isTaken = (event: KeyboardEvent) =>
  event.defaultPrevented ||
  document.querySelector('dialog[open], .menu') !== null ||
  (event.key === 'Escape' &&
    event.target instanceof Element &&
    event.target.closest('input, textarea, select') !== null)

export function useKeys(page: Page, open: (page: Page) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const press = keys.find((key) => key.press?.matches(event))?.press
      if (!press || isTaken(event)) return
      event.preventDefault()
      press.act(page, open)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [page, open])
}
