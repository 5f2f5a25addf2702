/** Chooses the one thing to do about the state: the same button in the window and in the tray. */
import type { ProfileSummary } from '../../../helper/contract/profile.ts'
import type { AppState, BridgeVerb } from '../bridge.ts'
import { type Face, faceOf } from './state.ts'

export interface Action {
  readonly label: string
  readonly verb: Extract<BridgeVerb, 'connect' | 'disconnect' | 'startHelper'>
  /** Marked with ink: the thing most people want to do next. */
  readonly primary: boolean
}

const actions: Readonly<Record<Face, Action>> = {
  off: { label: 'Connect', verb: 'connect', primary: true },
  connecting: { label: 'Cancel', verb: 'disconnect', primary: false },
  connected: { label: 'Disconnect', verb: 'disconnect', primary: false },
  'at-home': { label: 'Connect anyway', verb: 'connect', primary: false },
  attention: { label: 'Disconnect', verb: 'disconnect', primary: false },
  failed: { label: 'Try again', verb: 'connect', primary: false },
  offline: { label: 'Try now', verb: 'connect', primary: false },
}

/** Undefined while nothing can be done: the helper is being looked for or started, or cannot be used. */
export function actionOf(state: AppState): Action | undefined {
  if (state.helper.state === 'absent' || state.helper.state === 'foreign')
    return { label: 'Start the helper', verb: 'startHelper', primary: true }
  if (state.helper.state !== 'running' || !state.snapshot || state.profiles.length === 0) return undefined
  return actions[faceOf(state.snapshot)]
}

/** The profile that "connect" is about: the chosen one while it is there, else the one used last, else the first. */
export function chosenProfile({ profiles, settings, snapshot }: AppState): ProfileSummary | undefined {
  const named = (name: string | null | undefined) => profiles.find((profile) => profile.name === name)
  // While a tunnel is wanted, the helper's word counts.
  if (snapshot?.intent === 'up') return named(snapshot.profile) ?? named(settings.profile) ?? profiles[0]
  return named(settings.profile) ?? named(snapshot?.profile) ?? profiles[0]
}
