/** Looks at the system, puts back rules that others took, and brings the snapshot up to date with what it sees. */
import type { Finding, ProblemCode } from '../contract/problem.ts'
import { finding } from '../core/outcome.ts'
import { describeUnderlay } from '../core/underlay.ts'
import type { Ledger } from '../journal/ledger.ts'
import type { Log, Observer } from '../system/ports.ts'
import { readTraffic } from '../system/traffic.ts'
import type { SnapshotStore } from './snapshot-store.ts'
import type { Tunnel } from './tunnel-session.ts'

interface LookoutPorts {
  readonly ledger: Ledger
  readonly observer: Observer
  readonly store: SnapshotStore
  readonly log: Log
  readonly tunnel: () => Tunnel | null
}

/** Findings that a look makes anew each time; all others are someone else's. */
const ownFindings: readonly ProblemCode[] = [
  'mtu-changed-by-hand',
  'address-missing',
  'route-missing',
  'guard-missing',
  'not-at-fixed-address',
  'behind-link-missing',
  'behind-not-forwarded',
  'no-underlay',
]

/** The function looks; at most once at a time: asked for during a look, another follows it. Never rejects. */
export function createLookout({ ledger, observer, store, log, tunnel }: LookoutPorts): () => Promise<void> {
  async function lookOnce() {
    const restored = await ledger.restoreRules()
    const first = await observer.observe()
    const now = (await tunnel()?.mend(first)) ? await observer.observe() : first
    const found: Finding[] = [...(tunnel()?.deviations(now) ?? [])]
    if (restored.length > 0) {
      const evidence = restored.map((rule) => JSON.stringify(rule))
      log('helper', 'warn', `rules were gone and are put back: ${evidence.join(', ')}`)
      found.push(finding('guard-missing', {}, evidence))
    }
    if (tunnel() && !describeUnderlay(now, store.facts().gatewayAddress, null)) found.push(finding('no-underlay'))
    const { state, findings } = store.facts()
    // A failure's own finding stays, whatever its code: it is why there is no tunnel.
    const ended = state === 'failed' || state === 'reconnecting'
    const kept = ended ? findings : findings.filter(({ code }) => !ownFindings.includes(code))
    const older = kept.filter(({ code }) => !found.some((newer) => newer.code === code))
    store.update({ observed: now, traffic: readTraffic(), findings: [...older, ...found] })
  }

  let looking: Promise<void> | null = null
  let again = false
  return function look() {
    if (looking) {
      again = true
      return looking
    }
    looking = lookOnce()
      .catch((error) => log('helper', 'error', `looking at the system: ${error?.stack ?? error}`))
      .finally(() => {
        looking = null
        if (!again) return
        again = false
        void look()
      })
    return looking
  }
}
