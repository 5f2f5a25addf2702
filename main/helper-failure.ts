/** These values say what can go wrong between a client and the helper, and are worded here for people. */
import type { RequestFailure } from '../helper/contract/requests.ts'

export type HelperFailure =
  /** Nobody listens there. `start` is the line that starts a helper. */
  | { readonly code: 'no-helper'; readonly socket: string; readonly start: string }
  /** Somebody may listen who is not root: the answers of such a one are not to be shown as the truth. `owner` says whose the socket may be. */
  | { readonly code: 'not-trusted'; readonly socket: string; readonly owner: string; readonly start: string }
  /** The helper serves another user. `you` and `serves` are words; `serves` is null where that is not known. */
  | { readonly code: 'not-served'; readonly you: string; readonly serves: string | null; readonly start: string }
  | {
      readonly code: 'other-version'
      readonly helper: string
      readonly speaks: number
      readonly wanted: number
      readonly start: string
    }
  /** The connection ended before the answer. */
  | { readonly code: 'lost'; readonly socket: string }
  | { readonly code: 'no-answer'; readonly verb: string; readonly afterMs: number }
  /** The answer is not what the contract says. */
  | { readonly code: 'not-understood'; readonly verb: string; readonly detail: string }
  | { readonly code: 'cancelled' }
  /** The helper said no, and why. */
  | { readonly code: 'refused'; readonly message: string; readonly reason: RequestFailure }

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: HelperFailure }

export const answered = <Value>(value: Value): Answer<Value> => ({ ok: true, value })
export const failing = (failure: HelperFailure): { readonly ok: false; readonly failure: HelperFailure } => ({
  ok: false,
  failure,
})

export interface Words {
  readonly message: string
  readonly remedy?: string
}

export function wordFailure(failure: HelperFailure): Words {
  switch (failure.code) {
    case 'no-helper':
      return {
        message: 'The helper is not running.',
        remedy: `Nothing listens at ${failure.socket}. Start it from the app, or run: ${failure.start}`,
      }
    case 'not-trusted':
      return {
        message: `${failure.socket} may be ${failure.owner}, and not root’s, so that what listens there is not asked.`,
        remedy: `Start a helper of root’s: ${failure.start}. If this one is meant, name it with --socket.`,
      }
    case 'not-served':
      return {
        message: `${capital(failure.you)} is not among those whom this helper serves${failure.serves === null ? '' : `: ${failure.serves}`}.`,
        remedy: `To be served instead, run: ${failure.start}`,
      }
    case 'other-version':
      return {
        message: `The helper is version ${failure.helper} and speaks protocol ${failure.speaks}; this program speaks ${failure.wanted}.`,
        remedy: `Replace it by the one that came with this program: ${failure.start}`,
      }
    case 'lost':
      return { message: 'The helper ended the connection.', remedy: 'See what roam6 logs says once it runs again.' }
    case 'no-answer':
      return {
        message: `The helper did not answer "${failure.verb}" within ${Math.round(failure.afterMs / 1000)} s.`,
        remedy: 'It may be busy: try again, and start it anew where it stays so.',
      }
    case 'not-understood':
      return {
        message: `The helper's answer to "${failure.verb}" is not understood: ${failure.detail}`,
        remedy: 'Restart the helper, so that both are of one version.',
      }
    case 'cancelled':
      return { message: 'Cancelled.' }
    case 'refused': {
      const { place, remedy } = failure.reason
      const message = place && !failure.message.includes(place) ? `${place}: ${failure.message}` : failure.message
      return remedy === undefined ? { message } : { message, remedy }
    }
  }
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
