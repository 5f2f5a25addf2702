/** This module puts what Roam6 can do about a problem into words: buttons that name the act, and what follows from it. */
import type { Act, Problem } from '../../../helper/contract/problem.ts'
import type { ProfileSummary } from '../../../helper/contract/profile.ts'
import type { AppState } from '../bridge.ts'
import { actionOf, chosenProfile } from './action.ts'
import { endsGuard, guardOf } from './guard.ts'
import { stackName } from './layers.ts'
import { mainProblem } from './state.ts'

/** What a button asks for: a verb of the bridge with its content. */
export type OfferCall =
  | { readonly verb: 'connect' | 'disconnect' | 'startHelper' }
  | { readonly verb: 'chooseProfile'; readonly profile: string }

export interface Offer {
  readonly title: string
  /** What follows from it. */
  readonly says: string
  /** On the button, and on that of a notification. */
  readonly label: string
  readonly call: OfferCall
}

interface Place {
  readonly state: AppState
  /** Another home's profile, or another way to the same home. */
  readonly other: ProfileSummary | undefined
}

/** Ends the wish for home and the guard together. */
export const stopAndUnblock: Offer = {
  title: endsGuard,
  says: 'Home is not wanted any more, and nothing is blocked.',
  label: endsGuard,
  call: { verb: 'disconnect' },
}

/** Undefined where the act is not possible now, or stands on the page already. */
const offers: Readonly<Record<Act, (place: Place) => Offer | undefined>> = {
  'connect-again': ({ state }) =>
    actionOf(state)?.verb === 'connect'
      ? undefined
      : {
          title: 'Connect again',
          says: 'The tunnel is built anew. Nothing for home leaves in clear meanwhile.',
          label: 'Connect again',
          call: { verb: 'connect' },
        },
  'other-profile': ({ other }) =>
    other && {
      title: `Connect with ${other.name} instead`,
      says: `By ${stackName(other.layers)}, to ${other.gateway}.`,
      label: 'Connect',
      call: { verb: 'chooseProfile', profile: other.name },
    },
  'start-helper': () => ({
    title: 'Start the helper as an administrator',
    says: 'It asks for the administrator’s password.',
    label: 'Start…',
    call: { verb: 'startHelper' },
  }),
  disconnect: ({ state }) => (guardOf(state)?.ends ? undefined : stopAndUnblock),
}

export interface Advice {
  readonly offers: readonly Offer[]
  /** What only a person can do. */
  readonly plain: readonly string[]
}

export function adviceOn(problem: Problem, state: AppState): Advice {
  const chosen = chosenProfile(state)?.name
  const other = state.profiles.find(({ name }) => name !== chosen)
  const known = (problem.acts ?? []).flatMap(({ act, remedy }) => {
    const offer = offers[act]({ state, other })
    return offer ? [{ offer, remedy }] : []
  })
  return {
    offers: known.map(({ offer }) => offer),
    plain: problem.remedies.filter((_, at) => !known.some(({ remedy }) => remedy === at)),
  }
}

/** At most two for a notification: what the window would offer first, and the way out where something is blocked. */
export function noticeOffers(state: AppState): readonly Offer[] {
  const problem = state.snapshot ? mainProblem(state.snapshot) : undefined
  const first = problem ? adviceOn(problem, state).offers.slice(0, 1) : []
  return [...first, ...(guardOf(state)?.ends ? [stopAndUnblock] : [])].slice(0, 2)
}
