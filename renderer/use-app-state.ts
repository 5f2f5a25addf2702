/** This hook mirrors the main process' state. */
import { useEffect, useState } from 'react'
import type { AppState } from '../main/contract/bridge.ts'
import { bridge } from './bridge.ts'

/** Undefined for the moment before the first answer. */
export function useAppState(): AppState | undefined {
  const [state, setState] = useState<AppState>()
  useEffect(() => {
    // Events first: one that comes before the answer is newer than it.
    let heard = false
    const undo = bridge.on('state', (next) => {
      heard = true
      setState(next)
    })
    void bridge.call('state', {}).then((reply) => {
      if (reply.ok && !heard) setState(reply.value)
    })
    return undo
  }, [])
  return state
}
