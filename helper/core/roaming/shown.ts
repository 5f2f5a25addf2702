/** Translates the loop's state into what a client is shown. Pure. */
import type { Finding } from '../../contract/problem.ts'
import type { TunnelState } from '../../contract/snapshot.ts'
import { finding } from '../outcome.ts'
import type { State } from './state.ts'

export function shownState(state: State): TunnelState {
  switch (state.at) {
    case 'off':
    case 'connected':
      return state.at
    case 'offline':
      return state.strategy ? 'reconnecting' : 'failed'
    case 'connecting':
      return state.lastError ? 'reconnecting' : 'connecting'
    case 'waiting':
    case 'stopped':
      return 'failed'
  }
}

/** Tells why there is no tunnel, or why the last attempt ended. */
export function findingsOfState(state: State): readonly Finding[] {
  switch (state.at) {
    case 'off':
    case 'connected':
      return []
    case 'offline':
      return [finding('no-underlay')]
    case 'connecting':
      return state.lastError ? [state.lastError] : []
    case 'waiting':
    case 'stopped':
      return [state.why]
  }
}
