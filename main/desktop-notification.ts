/**
 * Shows notifications of the desktop: a click opens the window, a button acts. One replaces the earlier one. Electron's own have no buttons on
 * Linux, so they are sent by notify-send (libnotify 0.8 or newer) where that is installed, and by Electron elsewhere.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { Notification } from 'electron'
import type { Offer } from './contract/words/acts.ts'
import type { Notice } from './notices.ts'

export interface NotificationParts {
  /** The path of a file. */
  readonly icon: string
  /** A name of the theme, or the path of a file that every program can read. */
  readonly themeIcon: string
  /** The person chose the notification itself. */
  open(): void
  carryOut(offer: Offer): void
}

export class DesktopNotifications {
  readonly #parts: NotificationParts
  /** Waits for what becomes of the notification that is shown. */
  #waiting: ChildProcess | undefined
  /** The number that the desktop gave it. */
  #id: string | undefined

  constructor(parts: NotificationParts) {
    this.#parts = parts
  }

  show(notice: Notice): void {
    this.close()
    const child = spawn('notify-send', this.#argumentsFor(notice), { stdio: ['ignore', 'pipe', 'ignore'] })
    this.#waiting = child
    let text = ''
    child.stdout?.on('data', (data: Buffer) => {
      text += data
    })
    child.once('error', () => this.#showWithoutButtons(notice))
    child.once('exit', (code) => {
      if (this.#waiting === child) this.#waiting = undefined
      // Older ones know no buttons, and say so.
      if (code !== null && code !== 0) {
        this.#showWithoutButtons(notice)
        return
      }
      const [id, chosen] = text.split('\n')
      this.#id = id || this.#id
      this.#act(notice, chosen)
    })
  }

  /** Nobody waits any more; what the desktop shows stays. */
  close(): void {
    this.#waiting?.kill()
    this.#waiting = undefined
  }

  #argumentsFor({ title, body, offers }: Notice): string[] {
    return [
      '--app-name=Roam6',
      `--icon=${this.#parts.themeIcon}`,
      '--print-id',
      ...(this.#id === undefined ? [] : [`--replace-id=${this.#id}`]),
      '--action=default=Open Roam6',
      ...offers.map(({ label }, at) => `--action=${at}=${label}`),
      '--',
      title,
      withoutMarkup(body),
    ]
  }

  #act({ offers }: Notice, chosen: string | undefined): void {
    const offer = offers[Number(chosen || Number.NaN)]
    if (chosen === 'default') this.#parts.open()
    else if (offer) this.#parts.carryOut(offer)
  }

  #showWithoutButtons({ title, body }: Notice): void {
    if (!Notification.isSupported()) return
    const notification = new Notification({ title, body, icon: this.#parts.icon, silent: true })
    notification.on('click', () => this.#parts.open())
    notification.show()
  }
}

/** The body of a notification may hold markup (Desktop Notifications Specification, "Markup"); what the helper says is text. */
const withoutMarkup = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
