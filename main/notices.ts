/** This table says which changes of state a person is told of while looking elsewhere: pure. */
import type { Snapshot } from '../helper/contract/snapshot.ts'
import type { AppState } from './contract/bridge.ts'
import { noticeOffers, type Offer } from './contract/words/acts.ts'
import { type Face, faceOf, mainProblem } from './contract/words/state.ts'

export interface Notice {
  readonly title: string
  readonly body: string
  /** A change that passes sooner is not worth a word: roaming takes a moment. */
  readonly afterMs: number
  /** Its buttons, at most two; a desktop without them shows none, and the window has them all. */
  readonly offers: readonly Offer[]
}

interface Rule {
  readonly to: Face
  readonly from: readonly Face[]
  readonly level: 'all' | 'problems'
  notice(snapshot: Snapshot): Pick<Notice, 'title' | 'body'>
  readonly afterMs?: number
}

const rules: readonly Rule[] = [
  {
    to: 'failed',
    from: ['off', 'connecting', 'connected', 'attention', 'at-home', 'offline'],
    level: 'problems',
    notice: (snapshot) => ({ title: 'Home is out of reach', body: sentence(mainProblem(snapshot)?.message) }),
  },
  {
    to: 'attention',
    from: ['connecting', 'connected', 'at-home', 'off', 'failed', 'offline'],
    level: 'problems',
    notice: (snapshot) => ({
      title: 'Connected to home, but',
      body: sentence(mainProblem(snapshot)?.message),
    }),
    afterMs: 2_000,
  },
  {
    to: 'connecting',
    from: ['connected', 'attention'],
    level: 'problems',
    notice: () => ({ title: 'The way home was lost', body: 'Roam6 is building it anew.' }),
    afterMs: 5_000,
  },
  {
    to: 'offline',
    from: ['connected', 'attention'],
    level: 'problems',
    notice: () => ({ title: 'This laptop is offline', body: 'Home connects by itself when there is a network.' }),
    afterMs: 5_000,
  },
  {
    to: 'connected',
    from: ['off', 'connecting', 'failed', 'at-home', 'offline'],
    level: 'all',
    notice: ({ underlay, pathMtu }) => ({
      title: 'Connected to home',
      body: sentence(
        [
          underlay && `From ${underlay.network ?? underlay.interface}`,
          pathMtu?.measured && `path MTU ${pathMtu.measured}`,
        ]
          .filter(Boolean)
          .join(', '),
      ),
    }),
  },
  {
    to: 'at-home',
    from: ['off', 'connecting', 'connected', 'attention', 'failed', 'offline'],
    level: 'all',
    notice: () => ({ title: 'You are at home', body: 'No tunnel is needed.' }),
  },
]

/** Undefined where nothing is to be said: also for what the person did just now, such as disconnecting. */
export function noticeFor(before: Snapshot | null, state: AppState): Notice | undefined {
  const { snapshot: after, settings } = state
  if (!before || !after || settings.notifications === 'none') return undefined
  const from = faceOf(before)
  const to = faceOf(after)
  if (from === to) return undefined
  const rule = rules.find((candidate) => candidate.to === to && candidate.from.includes(from))
  if (!rule || (rule.level === 'all' && settings.notifications === 'problems')) return undefined
  return { ...rule.notice(after), afterMs: rule.afterMs ?? 0, offers: noticeOffers(state) }
}

const sentence = (text: string | undefined) => (text ? text.replace(/[.]?$/, '.') : '')
