/** This hook listens to the keys of `keys.ts`. What a menu, a dialog or a list took for itself is left to it. */
import { useEffect } from 'react'
import type { Page } from '../main/contract/bridge.ts'
import { keys } from './keys.ts'

const fields = 'main textarea, main select, main input:not([type=radio])'

/** An open dialog or menu takes all keys; and no slip of Escape leaves a form that is being filled in. */
const isTaken = (event: KeyboardEvent) =>
  event.defaultPrevented ||
  document.querySelector('dialog[open], .menu') !== null ||
  (event.key === 'Escape' && document.querySelector(fields) !== null)

export function useKeys(open: (page: Page) => void, beginImport: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const press = keys.find((key) => key.press?.matches(event))?.press
      if (!press || isTaken(event)) return
      event.preventDefault()
      press.act(open, beginImport)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [open, beginImport])
}
