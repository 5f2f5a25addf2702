/** This module tells how long a check took, where a packet was sent for it. What was merely read has no duration. */
import type { Check } from '../helper/contract/connectivity.ts'
import { duration } from '../main/contract/words/amounts.ts'
import { checkWords } from '../main/contract/words/checks.ts'

export const tookText = ({ id, result, durationMs }: Check): string =>
  result !== 'skip' && durationMs > 0 && checkWords(id)?.sends ? duration(durationMs) : ''
