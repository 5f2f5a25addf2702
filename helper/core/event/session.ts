/** Follows a session: the time from when home is reached until it is no longer wanted, or fails for good. Pure. */
import type { LastSession, Session, Snapshot } from '../../contract/snapshot.ts'

interface OpenSession extends Session {
  readonly profile: string
  /** The network that home was last reached from. */
  readonly network: string | null
  /** Since when home is not reached any more; null while it is. */
  readonly lostAt: string | null
}

export interface Sessions {
  readonly open: OpenSession | null
  readonly last: LastSession | null
}

export const noSessions: Sessions = { open: null, last: null }

const between = (from: string, to: string) => Math.max(0, Date.parse(to) - Date.parse(from))

const networkOf = ({ underlay }: Snapshot) => underlay?.network ?? underlay?.interface ?? null

/** While home is sought again for the same profile the session goes on: the addresses stay, and so do its connections. */
const goesOn = ({ profile }: OpenSession, after: Snapshot) =>
  after.profile === profile &&
  (after.state === 'connected' || after.state === 'reconnecting' || after.state === 'connecting')

/** Says why a session ended, as a sentence without its full stop. */
function reasonOf({ profile }: OpenSession, after: Snapshot): string {
  if (after.state === 'at-home') return 'this laptop came home'
  if (after.state === 'failed') return after.problems[0]?.message ?? 'home is out of reach'
  return after.profile === profile ? 'it was disconnected' : `${after.profile} was asked for`
}

function ended(open: OpenSession, after: Snapshot): LastSession {
  const { profile, since, awayMs, network, lostAt } = open
  return { profile, since, until: lostAt ?? after.since, awayMs, network, reason: reasonOf(open, after) }
}

/** Tells what becomes of the sessions where one snapshot follows another. Most snapshots change nothing. */
export function sessionsAfter(sessions: Sessions, before: Snapshot, after: Snapshot): Sessions {
  const { open } = sessions
  if (open && !goesOn(open, after)) return sessionsAfter({ open: null, last: ended(open, after) }, before, after)
  if (after.state === 'connected') {
    if (!open && after.profile !== null) {
      const { profile, since } = after
      return { ...sessions, open: { profile, since, awayMs: 0, network: networkOf(after), lostAt: null } }
    }
    if (!open || open.lostAt === null) return sessions
    const awayMs = open.awayMs + between(open.lostAt, after.since)
    return { ...sessions, open: { ...open, awayMs, network: networkOf(after), lostAt: null } }
  }
  return open && open.lostAt === null
    ? { ...sessions, open: { ...open, network: networkOf(before), lostAt: after.since } }
    : sessions
}
