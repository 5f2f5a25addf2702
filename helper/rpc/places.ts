/** Who may be connected: each user that is served has places of its own, so that nobody takes another's. */
import { limits } from './limits.ts'

export interface Places {
  /** Takes a place; null where this user has no more. */
  enter(user: number): Place | null
}

export interface Place {
  /** Keeps room for a message of this length; false where the user has another long one. */
  reserve(bytes: number): boolean
  /** Gives back what was reserved for a message of this length. */
  release(bytes: number): void
  leave(): void
}

export function createPlaces(): Places {
  const taken = new Map<number, number>()
  /** Users with a long message: being received, or being answered. */
  const long = new Map<number, Place>()
  return {
    enter(user) {
      const now = taken.get(user) ?? 0
      if (now >= limits.connectionsPerUser) return null
      taken.set(user, now + 1)
      const place: Place = {
        reserve(bytes) {
          if (bytes <= limits.shortMessageBytes) return true
          if (long.has(user)) return false
          long.set(user, place)
          return true
        },
        release(bytes) {
          if (bytes > limits.shortMessageBytes && long.get(user) === place) long.delete(user)
        },
        leave() {
          if (long.get(user) === place) long.delete(user)
          taken.set(user, (taken.get(user) ?? 1) - 1)
        },
      }
      return place
    },
  }
}
