/** The guard line says what is blocked while home is wanted and not reached, and whether a button ends that. */
import type { AppState } from '../bridge.ts'

export interface GuardLine {
  readonly says: string
  /** The line has the button that ends the wish for home and the guard together. */
  readonly ends: boolean
}

export const endsGuard = 'Stop and unblock'

/** Undefined where home is reached, or not wanted. */
export function guardOf({ snapshot, helper, guarded }: AppState): GuardLine | undefined {
  if (helper.state !== 'running' || !snapshot)
    return guarded
      ? { says: 'Home was wanted when the helper ended, and stays blocked until it runs.', ends: false }
      : undefined
  if (snapshot.intent !== 'up') return undefined
  const codes = snapshot.problems.map(({ code }) => code)
  if (codes.includes('guard-missing') && snapshot.state !== 'at-home')
    return { says: 'Home is not surely blocked: another program takes the rules away.', ends: true }
  switch (snapshot.state) {
    case 'failed':
      return { says: 'Home stays blocked, so nothing for it leaves in clear.', ends: true }
    case 'connecting':
    case 'reconnecting':
      if (codes.includes('no-underlay')) return { says: 'Home stays blocked until it is back.', ends: true }
      // A first try has its own way out right above the line.
      return { says: 'Home stays blocked until the tunnel carries.', ends: codes.length > 0 }
    default:
      return undefined
  }
}
