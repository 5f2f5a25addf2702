/** Words how long home has been reached, and the last time that it was. */
import type { LastSession, Session, Snapshot } from '../../../helper/contract/snapshot.ts'
import { clock, duration, since } from './amounts.ts'

/** A session that was away for less than this (ms) is told as if it had not been: a move from one network to the next takes seconds. */
const awayMs = 60_000

/** Gives the time at which home was first reached. A helper from before there were sessions tells only since when it is connected. */
export const sessionBegan = ({ session, since: connected }: Snapshot): string => session?.since ?? connected

const begunWithoutAway = ({ since: began, awayMs: away }: Session) => new Date(Date.parse(began) + away).toISOString()

/** "2 h 14 min": how long home has been reached, without the time that it was away. */
export const sessionLength = ({ session, since: connected }: Snapshot, now: Date): string =>
  since(session ? begunWithoutAway(session) : connected, now)

/** "away for 20 min"; undefined where that is not worth a word. */
export const awayTold = ({ session }: Snapshot): string | undefined =>
  session && session.awayMs >= awayMs ? `away for ${duration(session.awayMs)}` : undefined

/** "From Cafe Wi-Fi, 2 h 17 min until yesterday 18:40: it was disconnected." */
export function lastSessionText(last: LastSession, now: Date, at = clock): string {
  const from = last.network === null ? '' : `From ${last.network}, `
  const length = since(begunWithoutAway(last), new Date(last.until))
  return `${from}${length} until ${at(last.until, now)}: ${last.reason}.`
}
