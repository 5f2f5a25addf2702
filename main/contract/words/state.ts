/** Words the state in one line, the same in the window, the tray, notifications and the command line. */
import type { Problem } from '../../../helper/contract/problem.ts'
import type { Snapshot } from '../../../helper/contract/snapshot.ts'
import { clock, duration } from './amounts.ts'
import { awayTold, sessionBegan, sessionLength } from './session.ts'

/** The shapes that a state can take on screen. */
export const faces = ['off', 'connecting', 'connected', 'at-home', 'attention', 'failed', 'offline'] as const
export type Face = (typeof faces)[number]

/** What makes "connected" need attention: a problem that is more than a remark. Root cause first; a size comes after all else. */
export function mainProblem({ problems }: Snapshot): Problem | undefined {
  const told = problems.filter(({ severity }) => severity !== 'info')
  return told.find(({ severity, layer }) => severity === told[0]?.severity && layer !== 'mtu') ?? told[0]
}

const isOffline = ({ intent, problems }: Snapshot) =>
  intent === 'up' && problems.some(({ code }) => code === 'no-underlay')

export function faceOf(snapshot: Snapshot): Face {
  switch (snapshot.state) {
    case 'off':
      return 'off'
    case 'connecting':
    case 'reconnecting':
      return isOffline(snapshot) ? 'offline' : 'connecting'
    case 'at-home':
      return 'at-home'
    case 'failed':
      return isOffline(snapshot) ? 'offline' : 'failed'
    case 'connected':
      return mainProblem(snapshot) ? 'attention' : 'connected'
  }
}

export function titleOf(snapshot: Snapshot): string {
  switch (faceOf(snapshot)) {
    case 'off':
      return 'Not connected'
    case 'connecting':
      return snapshot.state === 'reconnecting' ? 'Reconnecting to home' : 'Connecting to home'
    case 'connected':
      return 'Connected to home'
    case 'at-home':
      return 'You are at home'
    case 'attention':
      return mainProblem(snapshot)?.message ?? 'Connected to home'
    case 'failed':
      return mainProblem(snapshot)?.message ?? 'Home is out of reach'
    case 'offline':
      return 'This laptop is offline'
  }
}

/** "Step 3 of 5" while a tunnel is built. */
export function stepOf(snapshot: Snapshot): string | undefined {
  const phases = snapshot.phases
  const at = phases?.findIndex(({ name }) => name === snapshot.phase)
  return phases && at !== undefined && at >= 0 ? `Step ${at + 1} of ${phases.length}` : undefined
}

/** The second line under the title. @param at writes a time of day */
export function subtitleOf(snapshot: Snapshot, now: Date, at = clock): string {
  const home = snapshot.profile ?? 'Home'
  switch (faceOf(snapshot)) {
    case 'off':
      return snapshot.profile === null ? 'No home was reached yet' : `Off since ${at(snapshot.since, now)}`
    case 'connecting':
      return [stepOf(snapshot), duration(now.getTime() - Date.parse(snapshot.since))].filter(Boolean).join(', ')
    case 'connected':
      return [sessionLength(snapshot, now), `since ${at(sessionBegan(snapshot), now)}`, awayTold(snapshot)]
        .filter(Boolean)
        .join(', ')
    case 'at-home':
      return 'No tunnel needed'
    case 'attention':
      return `Connected to home, since ${at(sessionBegan(snapshot), now)}`
    case 'failed':
      return `${home} is out of reach, since ${at(snapshot.since, now)}`
    case 'offline':
      return `Since ${at(snapshot.since, now)}; home connects by itself`
  }
}

/** One line for tooltips, the tray's menu and the head of `roam6 status`. */
export function stateLine(snapshot: Snapshot, now: Date): string {
  const title = titleOf(snapshot)
  return faceOf(snapshot) === 'connected' ? `${title}, ${sessionLength(snapshot, now)}` : title
}
