/** This hook lets a page that holds what a person typed say whether it may be left, however that is asked for: by a key, the tray or a file. */
import { useCallback, useRef } from 'react'

/** Goes on at once, or after the person has agreed. */
export type Leave = (go: () => void) => void

export interface Leaving {
  readonly leave: Leave
  /** The page that is shown holds something. Returns its own undo. */
  hold(ask: Leave): () => void
}

export function useLeaving(): Leaving {
  const held = useRef<Leave>(undefined)
  return {
    leave: useCallback((go) => (held.current ? held.current(go) : go()), []),
    hold: useCallback((ask) => {
      held.current = ask
      return () => {
        held.current = undefined
      }
    }, []),
  }
}
