/** This module has what every verb shares. */
import type { HelperFailure } from '../helper-failure.ts'
import type { Exit, Flag, Verb } from './verb.ts'

/** These go with every verb. */
const generalFlags: readonly Flag[] = [
  {
    name: 'color',
    value: 'WHEN',
    values: ['auto', 'always', 'never'],
    says: 'colour: auto (on a terminal, unless NO_COLOR is set), always, never',
  },
  { name: 'help', short: 'h', says: 'say how to use it' },
  { name: 'version', short: 'V', says: 'print the version' },
]

/** These go with every verb that asks the helper. */
export const commonFlags: readonly Flag[] = [
  { name: 'json', says: 'print JSON, as the helper says it' },
  { name: 'socket', value: 'FILE', says: 'talk to the helper that listens at FILE (or ROAM6_SOCKET)' },
  ...generalFlags,
]

/** Returns the verb's own options, and those that it shares. */
export const flagsOf = ({ flags = [], offline }: Verb): readonly Flag[] => [
  ...flags,
  ...(offline ? generalFlags : commonFlags),
]

export const exitCodes: readonly { readonly exit: Exit | typeof readerWentAway; readonly says: string }[] = [
  { exit: 0, says: 'done: connected, at home, the test passed' },
  { exit: 1, says: 'failed' },
  { exit: 2, says: 'the call itself is wrong' },
  { exit: 3, says: 'no helper answers, or it is of another version' },
  { exit: 4, says: 'not authorised, or the helper serves another user' },
  { exit: 5, says: 'status --check: not connected, and not meant to be' },
  { exit: 6, says: 'status --check: connecting, or reconnecting' },
  { exit: 7, says: 'status --check: home is out of reach' },
  { exit: 141, says: 'what reads the output went away' },
]

/** A shell gives this status to a program that SIGPIPE ended: 128 and 13. */
export const readerWentAway = 141

export function exitOf(failure: HelperFailure): Exit {
  switch (failure.code) {
    case 'no-helper':
    case 'not-trusted':
    case 'other-version':
    case 'lost':
    case 'no-answer':
    case 'not-understood':
      return 3
    case 'not-served':
      return 4
    case 'refused':
      if (failure.reason.code === 'not-authorised') return 4
      return failure.reason.code === 'usage' ? 2 : 1
    case 'cancelled':
      return 1
  }
}
