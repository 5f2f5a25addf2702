/**
 * Decides when to end the daemon although it would go on trying: its log holds a verdict, and it has tried every remote
 * that it was given. The daemon tries its remotes in order, and begins anew with the first.
 */
import { decidesAfter } from './diagnose.ts'

export interface Round {
  /** The address and transport of the first remote, as the daemon's log writes them. */
  readonly first: string | null
  /** The remote that the daemon tries now. */
  readonly now: string | null
  readonly tries: number
  /** Lines of this try that decide about the remote, at once or when they come a second time. */
  readonly signs: number
  /** The first line that decided about a remote. */
  readonly verdict: string | null
}

export const beforeAnyTry: Round = { first: null, now: null, tries: 0, signs: 0, verdict: null }

/** The daemon writes one such line for each try, with transport and address (socket.c, 2.5 to 2.7). */
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
 * Tells whether every remote had its turn. The first remote is an address, so it is one try: when it comes again, the
 * others were tried. A name may have several addresses, and two remotes may be the same: hence both conditions.
 */
export const isDecided = ({ first, now, tries, verdict }: Round, remotes: number): boolean =>
  verdict !== null && (remotes === 1 || (tries > remotes && now === first))
