/** This hook tells whether a media query matches now. */
import { useSyncExternalStore } from 'react'

/** A low compact window, as `styles/short.css` has it: one line an address, a packet without brackets. */
export const dense = '(max-height: 639px) and (max-width: 719px) and (min-height: 521px)'

export function useMatches(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
}
