/** This hook gives a list of lines that open one tab stop: the line that was visited last, or the first one that is wrong. */
import { type KeyboardEvent, useState } from 'react'
import { moveFocus } from './use-popup.ts'

export interface Roving {
  /** For each button of the list, by a key of its own. */
  item(key: string): { readonly 'data-key': string; readonly tabIndex: number; readonly onFocus: () => void }
  /** For the list. Up and Down move, Right goes into an open line, Left and Escape come back; Escape on an open line closes it. */
  onKeyDown(event: KeyboardEvent<HTMLElement>): void
}

const lines = (list: HTMLElement) => [...list.querySelectorAll<HTMLElement>('button.ln')]
const within = (line: Element | null | undefined) => [
  ...(line?.parentElement?.querySelectorAll<HTMLElement>('button[data-key]:not(.ln)') ?? []),
]

export function useRoving(first: string | undefined): Roving {
  const [current, setCurrent] = useState<string>()
  const stop = current ?? first
  return {
    item: (key) => ({ 'data-key': key, tabIndex: key === stop ? 0 : -1, onFocus: () => setCurrent(key) }),
    onKeyDown(event) {
      const at = event.target as HTMLElement
      const line = at.closest('.lay')?.querySelector<HTMLElement>('button.ln')
      if (!line) return
      const isLine = at === line
      const isOpen = line.getAttribute('aria-expanded') === 'true'
      if (moveFocus(event, isLine ? lines(event.currentTarget) : within(line))) event.preventDefault()
      else if (isLine && event.key === 'ArrowRight') isOpen ? within(line)[0]?.focus() : line.click()
      else if (!isLine && (event.key === 'ArrowLeft' || event.key === 'Escape')) line.focus()
      else if (isLine && isOpen && event.key === 'Escape') line.click()
      else return
      event.preventDefault()
    },
  }
}
