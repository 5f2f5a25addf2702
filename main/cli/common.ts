/** What every verb shares. */
import type { HelperFailure } from '../helper-failure.ts'
import type { Exit, Flag } from './verb.ts'

export const commonFlags: readonly Flag[] = [
  { name: 'json', says: 'print JSON, as the helper says it' },
  { name: 'socket', value: 'FILE', says: 'talk to the helper that listens at FILE (or ROAM6_SOCKET)' },
  { name: 'help', says: 'say how to use it' },
  { name: 'version', says: 'print the version' },
]

export const exitCodes: readonly { readonly exit: Exit; readonly says: string }[] = [
  { exit: 0, says: 'done: connected, the test passed' },
  { exit: 1, says: 'failed' },
  { exit: 2, says: 'the call itself is wrong' },
  { exit: 3, says: 'no helper answers' },
  { exit: 4, says: 'not authorised' },
]

export function exitOf(failure: HelperFailure): Exit {
  switch (failure.code) {
    case 'no-helper':
    case 'not-trusted':
    case 'other-version':
    case 'lost':
      return 3
    case 'refused':
      if (failure.reason.code === 'not-authorised') return 4
      return failure.reason.code === 'usage' ? 2 : 1
    case 'no-answer':
    case 'not-understood':
    case 'cancelled':
      return 1
  }
}
