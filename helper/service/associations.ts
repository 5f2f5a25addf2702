/** Notices that the kernel has lost the security associations of a carrier that charon still calls established. */
import { ifId } from '../core/change/marks.ts'
import type { Observed } from '../core/change/observed.ts'
import { isTransport } from '../core/layer/ike/transport.ts'
import { finding } from '../core/outcome.ts'
import type { RunningCarrier } from './running-carrier.ts'

/** charon replaces its associations while it rekeys: none for so long means that they are gone. */
const bareMs = 300

export interface Associations {
  /** Ends a carrier that has been without associations for too long. */
  check(running: RunningCarrier | null, observed: Observed | null, now: number): void
  /** The time at which a carrier without associations is to be looked at again; null where there is none. */
  readonly wakeAt: number | null
}

/**
 * An association that is being negotiated is none: where the others are gone, each packet for home makes the kernel ask for such a one, and
 * nobody answers.
 */
const hasAssociations = (running: RunningCarrier, { states }: Observed): boolean => {
  const established = running.established()
  if (established?.kind !== 'ike' || running.profile.layer.some(isTransport)) return true
  return states.some((state) => state.ifId === ifId && !state.larval)
}

export function watchAssociations(): Associations {
  let bareSince: number | null = null
  return {
    check(running, observed, now) {
      if (!running) bareSince = null
      if (!running || !observed) return
      bareSince = hasAssociations(running, observed) ? null : (bareSince ?? now)
      if (bareSince !== null && now - bareSince >= bareMs)
        running.lose(finding('carrier-gone', {}, ['The kernel has no security association of it any more.']))
    },
    get wakeAt() {
      return bareSince && bareSince + bareMs
    },
  }
}
