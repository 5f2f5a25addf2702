/** Tells the person of changes while they look elsewhere; what is worth it is decided in `notices.ts`. */
import type { Snapshot } from '../helper/contract/snapshot.ts'
import type { AppState } from './contract/bridge.ts'
import { type Face, faceOf } from './contract/words/state.ts'
import { type Notice, noticeFor } from './notices.ts'

export interface NotifierParts {
  /** The window is in front: then it says it itself. */
  isLooking(): boolean
  show(notice: Notice): void
}

/** Nothing is wrong: the next trouble is news, also if it is the same one. */
const calm: readonly Face[] = ['off', 'connected', 'at-home']

export class Notifier {
  readonly #parts: NotifierParts
  #before: Snapshot | null = null
  #timer: NodeJS.Timeout | undefined
  /** What was said since all was well. A gateway that is away all night is told of once, and not with each try. */
  readonly #told = new Set<string>()

  constructor(parts: NotifierParts) {
    this.#parts = parts
  }

  look(state: AppState): void {
    const { snapshot } = state
    const before = this.#before
    // What is waiting to be said holds only while the state does.
    if (snapshot && before && faceOf(snapshot) === faceOf(before)) {
      this.#before = snapshot
      return
    }
    clearTimeout(this.#timer)
    const notice = noticeFor(before, state)
    if (snapshot) this.#before = snapshot
    if (snapshot && calm.includes(faceOf(snapshot))) this.#told.clear()
    if (!notice) return
    this.#timer = setTimeout(() => {
      const words = `${notice.title} ${notice.body}`
      if (this.#told.has(words)) return
      this.#told.add(words)
      if (!this.#parts.isLooking()) this.#parts.show(notice)
    }, notice.afterMs)
  }
}
