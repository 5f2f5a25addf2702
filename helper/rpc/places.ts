/** Each user that is served has places for connections of its own, so that no user takes another's. */
import { limits } from './limits.ts'

export interface Places {
  /** Takes a place for a connection of this user; null where all of the user's places are taken. */
  enter(user: number): Place | null
}

export interface Place {
  /** Keeps room for a message of this length; false where another long message of the user is being received or answered. */
  reserve(bytes: number): boolean
  /** Gives back what was reserved for a message of this length. */
  release(bytes: number): void
  leave(): void
}

export function createPlaces(): Places {
  const taken = new Map<number, number>()
  /** For each user the place whose long message is being received or answered. */
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
