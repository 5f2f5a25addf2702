/**
 * Keeps the intent true: one loop that builds, watches, undoes and tries again, one thing at a time. Verbs only change
 * the intent and wait for the loop; so `down` works in every state.
 */
import type { Finding } from '../contract/problem.ts'
import type { Profile } from '../contract/profile.ts'
import type { PathMtu } from '../contract/snapshot.ts'
import { guardRules } from '../core/change/guard.ts'
import { toldOf } from '../core/change/told.ts'
import { asUsual, learned } from '../core/layer/manner.ts'
import { finding } from '../core/outcome.ts'
import { toProblem, wordings } from '../core/problem/wording.ts'
import type { Intent, IntentStore } from '../journal/intent.ts'
import type { Ledger } from '../journal/ledger.ts'
import type { Log, Observer, Subscribe } from '../system/ports.ts'
import type { ProfileStore } from '../system/profile-store.ts'
import { findingOfError } from './finding-of-error.ts'
import { createLookout } from './lookout.ts'
import { retryTime } from './retry-time.ts'
import type { SnapshotStore } from './snapshot-store.ts'
import { buildTunnel, type SessionPorts, type Tunnel } from './tunnel-session.ts'

export interface SupervisorPorts {
  readonly session: SessionPorts
  readonly ledger: Ledger
  readonly intent: IntentStore
  readonly profiles: ProfileStore
  readonly observer: Observer
  readonly linkEvents: Subscribe
  readonly store: SnapshotStore
  readonly log: Log
}

export interface Supervisor {
  /** Returns when the intent is on disk; what becomes of it is in the snapshots. */
  up(profile: Profile): void
  /** From then on nothing leaves in clear of a home that was wanted before this helper began. */
  readonly guarded: Promise<void>
  /** Resolves when everything is undone. */
  down(): Promise<void>
  /** Null while nothing is connected. */
  measure(signal: AbortSignal): Promise<PathMtu | null>
  /** Looks at the system now and brings the snapshot up to date. */
  look(): Promise<void>
  /** Everything undone, the intent kept: the next helper brings it back. */
  close(): Promise<void>
}

/** What a snapshot says of a tunnel, when there is none. */
const noTunnel = { established: null, routes: [], pathMtu: null, rttMs: null, phases: [] }
const beginning = { ...noTunnel, findings: [], gatewayAddress: null }

export function createSupervisor(ports: SupervisorPorts): Supervisor {
  const { ledger, store, observer, log } = ports
  let intent: Intent = ports.intent.read()
  let tunnel: Tunnel | null = null
  /** Aborted with every change of the intent: whatever the loop is doing, it stops and looks at the intent anew. */
  let turn = new AbortController()
  let closing = false
  let settled: Promise<void> = Promise.resolve()
  let running = false
  let tellGuarded = () => {}
  const guarded = new Promise<void>((resolve) => {
    tellGuarded = resolve
  })
  let failures = 0
  let manner = asUsual

  const look = createLookout({ ledger, observer, store, log, tunnel: () => tunnel })

  function want(next: Intent) {
    ports.intent.write(next)
    intent = next
    failures = 0
    manner = asUsual
    restartLoop()
  }

  function restartLoop() {
    turn.abort()
    turn = new AbortController()
    const { signal } = turn
    const before = settled
    settled = before.then(() => pursue(signal)).catch((error) => log('helper', 'error', `${error?.stack ?? error}`))
  }

  /** One pass for one intent. Ends when the intent is met (down), or is changed (aborted). */
  async function pursue(signal: AbortSignal): Promise<void> {
    running = true
    try {
      const unreadable = ports.profiles.unreadableAt(intent.profile ?? '')
      // Whose guard it is, cannot be read any more: what stands of it stays for as long as home is wanted.
      const guarded = intent.want === 'up' && !closing && (unreadable !== undefined || guardStands())
      await undo(guarded ? ['tunnel'] : ['tunnel', 'guard'])
      if (signal.aborted) return
      if (intent.want === 'down' || closing) {
        store.update({ ...beginning, state: 'off', intent: intent.want })
        await look()
        return
      }
      const profile = ports.profiles.get(intent.profile ?? '')?.profile
      if (unreadable) {
        const { file, why } = unreadable
        const ended = finding('profile-unreadable', { profile: intent.profile ?? '', file }, [why])
        store.update({ ...beginning, state: 'failed', intent: 'up', findings: [ended] })
        await look()
        return
      }
      if (!profile) {
        log('helper', 'warn', `profile ${intent.profile} is not installed any more: nothing to connect`)
        want({ want: 'down', profile: null })
        return
      }
      while (!signal.aborted) {
        const { held, ended } = await connectOnce(profile, signal)
        if (signal.aborted) return
        await undo(['tunnel'])
        log('helper', 'warn', `${toProblem(ended).message}: ${ended.evidence.join(' | ')}`)
        if (held) {
          // It worked until now: no waiting. It may be another network.
          manner = asUsual
          store.update({ ...beginning, state: 'reconnecting', findings: [ended] })
          continue
        }
        const otherwise = learned(manner, ended)
        if (otherwise) {
          manner = otherwise
          continue
        }
        failures += 1
        store.update({ ...noTunnel, state: 'failed', phases: store.facts().phases, findings: [ended] })
        await look()
        if (wordings[ended.code].passing !== true) return
        await retryTime(store, failures, signal)
      }
    } finally {
      tellGuarded()
      running = false
    }
  }

  /** Builds and holds a tunnel. Resolves with the reason why there is none (any more); rejects only by a bug. */
  async function connectOnce(profile: Profile, signal: AbortSignal): Promise<{ held: boolean; ended: Finding }> {
    const again = failures > 0 || store.facts().state === 'reconnecting'
    store.update({
      ...beginning,
      // Why the last try ended is known until this one has an end of its own.
      findings: again ? store.facts().findings : [],
      state: again ? 'reconnecting' : 'connecting',
      intent: 'up',
      profileName: profile.name,
      profile,
    })
    try {
      await raiseGuard(profile)
      tellGuarded()
      const built = await buildTunnel({ profile, manner, signal }, ports.session)
      if (!built.ok) return { held: false, ended: built.finding }
      tunnel = built.value
      failures = 0
      store.update({ state: 'connected' })
      await look()
      return { held: true, ended: await lostOrAborted(tunnel, signal) }
    } catch (error) {
      const held = tunnel !== null
      if (signal.aborted) return { held, ended: finding('timed-out', { what: 'The connection' }) }
      return { held, ended: findingOfError(error) }
    } finally {
      tunnel?.close()
      tunnel = null
    }
  }

  const guardStands = () => {
    const profile = ports.profiles.get(intent.profile ?? '')?.profile
    const made = ledger.changes('guard').map((change) => JSON.stringify(change))
    return profile !== undefined && guardRules(profile).every((rule) => made.includes(JSON.stringify(rule)))
  }

  /** Before anything else, and it stays until the intent is down. */
  async function raiseGuard(profile: Profile) {
    if (guardStands()) await ledger.restoreRules()
    else await ledger.transaction('guard').make(guardRules(profile))
  }

  async function undo(scopes: readonly ('guard' | 'tunnel')[]) {
    const left = await ledger.undo(scopes)
    if (left.length === 0) return
    const evidence = left.map(toldOf)
    log('helper', 'error', `left behind: ${evidence.join(', ')}`)
    store.update({ findings: [finding('residue', { count: left.length }, evidence)] })
  }

  const unsubscribe = ports.linkEvents(() => {
    // While building or undoing, the events are our own; the loop looks by itself when it is done.
    if (tunnel || !running || store.facts().state === 'failed') void look()
  })

  restartLoop()
  return {
    guarded,
    up(profile) {
      const { state } = store.facts()
      const underway = state === 'connected' || state === 'connecting' || state === 'reconnecting'
      if (intent.want === 'up' && intent.profile === profile.name && underway) return
      // Said at once, so that who asked sees its own wish in the next snapshot and not the outcome of an older one.
      store.update({ ...beginning, intent: 'up', state: 'connecting', profileName: profile.name, profile })
      want({ want: 'up', profile: profile.name })
    },
    async down() {
      want({ want: 'down', profile: intent.profile })
      await settled
    },
    measure: async (signal) => (tunnel ? tunnel.measure(AbortSignal.any([signal, turn.signal])) : null),
    look,
    async close() {
      closing = true
      unsubscribe()
      restartLoop()
      await settled
    },
  }
}

function lostOrAborted(tunnel: Tunnel, signal: AbortSignal): Promise<Finding> {
  const aborted = new Promise<Finding>((resolve) => {
    const stop = () => resolve(finding('timed-out', { what: 'The connection' }))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
  })
  return Promise.race([tunnel.lost, aborted])
}
