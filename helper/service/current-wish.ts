/** Keeps the current wish: the intent with its profile as both are on disk, and the signal that ends what an older wish began. */
import { isDeepStrictEqual } from 'node:util'
import type { Finding } from '../contract/problem.ts'
import type { Profile } from '../contract/profile.ts'
import { finding } from '../core/outcome.ts'
import type { Intent, IntentStore } from '../journal/intent.ts'
import type { Log } from '../system/ports.ts'
import type { ProfileStore } from '../system/profile-store.ts'

/** The profile that is wanted, as it is on disk. */
export interface WantedProfile {
  readonly profile: Profile | null
  /** Why there is none, though home is wanted. */
  readonly unusable: Finding | null
}

export interface WishPorts {
  readonly intent: IntentStore
  readonly profiles: Pick<ProfileStore, 'get' | 'unreadableAt'>
  readonly log: Log
}

export interface CurrentWish {
  readonly intent: Intent
  readonly wanted: WantedProfile
  /** Grows with every wish, and with every version of the wanted profile. */
  readonly serial: number
  /** Aborted with every change of the wish, so that the effect that runs does not keep it waiting. */
  readonly signal: AbortSignal
  /** Addresses of the wanted profile's gateway, as they were last known. */
  readonly gateways: readonly string[]
  knowGateways(addresses: readonly string[]): void
  /** Writes another intent. Throws where it cannot be written. `beginAnew` follows. */
  want(next: Intent): void
  /** Reads the wanted profile again. @returns whether it is another one for the tunnel: then `beginAnew` follows */
  reread(): boolean
  /** Nothing that failed before counts, and what runs is not waited for. */
  beginAnew(): void
  /** Aborts what runs. What begins from here on has a signal of its own. */
  interrupt(why: string): void
}

/** When a profile connects by itself is for the app to know; the tunnel is the same. */
const isSameTunnel = (a: Profile, b: Profile) =>
  isDeepStrictEqual({ ...a, start: undefined }, { ...b, start: undefined })

/** @param onAnew called by `beginAnew` */
export function openCurrentWish({ intent: store, profiles, log }: WishPorts, onAnew: () => void): CurrentWish {
  let intent = store.read()
  let wanted = readProfile()
  let serial = 1
  let gateways: readonly string[] = []
  let running = new AbortController()

  function readProfile(): WantedProfile {
    const { profile: name } = intent
    // A profile's file is found by a digest. A helper that was never asked for any profile has no use for the crypto of that.
    if (name === null) return { profile: null, unusable: null }
    const stored = profiles.get(name)?.profile ?? null
    const unreadable = stored ? undefined : profiles.unreadableAt(name)
    const unusable =
      intent.want === 'up' && unreadable
        ? finding('profile-unreadable', { profile: name, file: unreadable.file }, [unreadable.why])
        : null
    return { profile: stored, unusable }
  }

  function want(next: Intent) {
    store.write(next)
    intent = next
    wanted = readProfile()
    gateways = []
  }

  function refuseMissing() {
    if (intent.want === 'down' || wanted.profile || wanted.unusable) return
    log('helper', 'warn', `profile ${intent.profile} is not installed any more: nothing to connect`)
    want({ want: 'down', profile: null })
  }

  function interrupt(why: string) {
    running.abort(new Error(why))
    running = new AbortController()
  }

  refuseMissing()
  return {
    get intent() {
      return intent
    },
    get wanted() {
      return wanted
    },
    get serial() {
      return serial
    },
    get signal() {
      return running.signal
    },
    get gateways() {
      return gateways
    },
    knowGateways(addresses) {
      gateways = addresses
    },
    want,
    reread() {
      const before = wanted
      wanted = readProfile()
      if (before.profile && wanted.profile && isSameTunnel(before.profile, wanted.profile)) return false
      gateways = []
      refuseMissing()
      return true
    },
    beginAnew() {
      serial += 1
      interrupt('something else is wanted now')
      onAnew()
    },
    interrupt,
  }
}
