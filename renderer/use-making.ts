/**
 * This hook keeps whether a new profile is being begun by "Which way is mine?": several pages begin it, and the page of the profiles shows
 * it.
 */
import { useCallback, useState } from 'react'

export interface Making {
  readonly isChoosing: boolean
  begin(): void
  end(): void
}

export function useMaking(): Making {
  const [isChoosing, setChoosing] = useState(false)
  return {
    isChoosing,
    begin: useCallback(() => setChoosing(true), []),
    end: useCallback(() => setChoosing(false), []),
  }
}
