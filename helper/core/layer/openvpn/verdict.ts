/**
 * When to stop although the daemon would go on trying: its lines hold a verdict, and every remote that it was given has
 * had its turn. It takes them in order, one after another, and begins anew with the first.
 */
import { decidesAfter } from './diagnose.ts'

export interface Round {
  /** As the daemon writes where it tries first. */
  readonly first: string | null
  /** Where it tries now. */
  readonly now: string | null
  readonly tries: number
  /** Lines of this try that decide, or do so when they come again. */
  readonly signs: number
  /** The first line that decided about a remote. */
  readonly verdict: string | null
}

export const beforeAnyTry: Round = { first: null, now: null, tries: 0, signs: 0, verdict: null }

/** One for each try, with transport and address (socket.c, 2.5 to 2.7). */
const tryLine = /^(?:UDPv[46] link remote:|Attempting to establish TCP connection with) \S+/

export function hear(round: Round, line: string): Round {
  const at = tryLine.exec(line)?.[0]
  if (at !== undefined) return { ...round, first: round.first ?? at, now: at, tries: round.tries + 1, signs: 0 }
  const enough = decidesAfter(line)
  if (round.verdict !== null || enough === Number.POSITIVE_INFINITY) return round
  const signs = round.signs + 1
  return { ...round, signs, verdict: signs >= enough ? line : null }
}

/**
 * The first remote is an address, so it is one try: where it comes again, the others were tried. A name may have several
 * addresses, and two remotes may be the same: hence both conditions.
 */
export const isDecided = ({ first, now, tries, verdict }: Round, remotes: number): boolean =>
  verdict !== null && (remotes === 1 || (tries > remotes && now === first))
