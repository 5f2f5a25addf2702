/** Says in words why the loop does what it does: for the log, and for a person who asks what happened. */
import type { Because } from './state.ts'

export const becauseWords: Readonly<Record<Because, string>> = {
  'not-wanted': 'home is not wanted',
  'no-network': 'this laptop has no network',
  'profile-unusable': 'the profile cannot be used',
  wanted: 'home is wanted',
  'other-network': 'this is another network',
  'under-way': 'an attempt is under way',
  'other-strategy': 'another way to send the packets may do',
  established: 'the gateway answers, and the tunnel stands',
  lost: 'the gateway was lost',
  failed: 'the attempt failed',
  final: 'only another network, profile or wish can help',
  waits: 'the next attempt is a little later',
  'tried-again': 'it is time for another attempt',
}
