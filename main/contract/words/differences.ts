/** This module finds what differs from what the profile or the arithmetic expects: got and expected, side by side. */
import type { Problem } from '../../../helper/contract/problem.ts'
import type { Snapshot } from '../../../helper/contract/snapshot.ts'
import { withLength } from './addresses.ts'

export interface Difference {
  readonly got: string
  readonly expected: string
}

/** The arguments that a problem's difference lies between; problems without one are not here. */
const between: Partial<Record<Problem['code'], readonly [got: string, expected: string]>> = {
  'mtu-changed-by-hand': ['found', 'expected'],
}

/** Addresses first: they count more than a size. */
export function differencesOf({ addresses, problems }: Snapshot): Difference[] {
  return [
    ...addresses
      .filter(({ state }) => state !== 'present')
      .map((address) => ({
        got: address.state === 'missing' ? 'nothing' : withLength(address),
        expected: address.expected ?? withLength(address),
      })),
    ...problems.flatMap(({ code, args }) => {
      const names = between[code]
      return names ? [{ got: `${args[names[0]]}`, expected: `${args[names[1]]}` }] : []
    }),
  ]
}
