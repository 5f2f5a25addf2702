/** Tells the person of changes while they look elsewhere; what is worth it is decided in `notices.ts`. */
import { Notification } from 'electron'
import type { Snapshot } from '../helper/contract/snapshot.ts'
import type { AppState } from './contract/bridge.ts'
import { faceOf } from './contract/words/state.ts'
import { noticeFor } from './notices.ts'

export interface NotifierParts {
  readonly icon: string
  /** The window is in front: then it says it itself. */
  isLooking(): boolean
  open(): void
}

export class Notifier {
  readonly #parts: NotifierParts
  #before: Snapshot | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(parts: NotifierParts) {
    this.#parts = parts
  }

  look({ snapshot, settings }: AppState): void {
    const before = this.#before
    // What is waiting to be said holds only while the state does.
    if (snapshot && before && faceOf(snapshot) === faceOf(before)) {
      this.#before = snapshot
      return
    }
    clearTimeout(this.#timer)
    const notice = noticeFor(before, snapshot, settings)
    if (snapshot) this.#before = snapshot
    if (!notice) return
    this.#timer = setTimeout(() => {
      if (this.#parts.isLooking() || !Notification.isSupported()) return
      const { title, body } = notice
      const notification = new Notification({ title, body, icon: this.#parts.icon, silent: true })
      notification.on('click', () => this.#parts.open())
      notification.show()
    }, notice.afterMs)
  }
}
