/** The one window. Closing hides it to the tray, or minimises it where there is none. */
import { BrowserWindow, type Input, nativeTheme, type Session, type WebContents } from 'electron'
import type { Page } from './contract/bridge.ts'
import { page as address } from './origin.ts'

type Shape = 'compact' | 'wide'
const shapes: Readonly<Record<Page, Shape>> = {
  overview: 'compact',
  test: 'wide',
  profiles: 'wide',
  settings: 'compact',
  log: 'wide',
}
const firstSizes = { compact: { width: 420, height: 680 }, wide: { width: 960, height: 640 } }

/** A hidden window keeps a whole renderer process in memory: after this long it goes, and comes anew when opened. */
const discardAfterMs = 20_000

export interface WindowParts {
  readonly preload: string
  readonly icon: string
  readonly session: Session
  /** Whether the tray offers a way back. */
  hasTray(): boolean
  /** The window appeared, vanished or shows another page. */
  changed(): void
  /** Asks the page that is already open for another one. */
  askForPage(page: Page): void
}

export class AppWindow {
  readonly #parts: WindowParts
  readonly #sizes = { compact: { ...firstSizes.compact }, wide: { ...firstSizes.wide } }
  #window: BrowserWindow | undefined
  #shape: Shape = 'compact'
  #page: Page = 'overview'
  #discard: NodeJS.Timeout | undefined
  #quitting = false

  constructor(parts: WindowParts) {
    this.#parts = parts
  }

  get contents(): WebContents | undefined {
    return this.#window?.webContents
  }

  get page(): Page {
    return this.#page
  }

  get isShown(): boolean {
    const window = this.#window
    return window?.isVisible() === true && !window.isMinimized()
  }

  get isFocused(): boolean {
    return this.#window?.isFocused() ?? false
  }

  /** Shows it in front, on `page` where one is named. */
  open(page?: Page): void {
    clearTimeout(this.#discard)
    if (!this.#window) {
      this.#create(page ?? 'overview')
      return
    }
    if (page !== undefined) this.#parts.askForPage(page)
    if (this.#window.isMinimized()) this.#window.restore()
    this.#window.show()
    this.#window.focus()
  }

  /** The page says what it shows; sizes that the person chose are kept for each shape. */
  pageShown(page: Page): void {
    this.#page = page
    const shape = shapes[page]
    if (this.#window && shape !== this.#shape) {
      this.#shape = shape
      const { width, height } = this.#sizes[shape]
      this.#window.setSize(width, height)
    }
    this.#parts.changed()
  }

  minimise(): void {
    this.#window?.minimize()
  }

  close(): void {
    if (!this.#parts.hasTray()) {
      this.minimise()
      return
    }
    this.#window?.hide()
    clearTimeout(this.#discard)
    this.#discard = setTimeout(() => this.#window?.destroy(), discardAfterMs)
  }

  /** From here on closing means closing. */
  prepareToQuit(): void {
    this.#quitting = true
    clearTimeout(this.#discard)
  }

  #create(page: Page): void {
    this.#page = page
    this.#shape = shapes[page]
    const window = new BrowserWindow({
      ...this.#sizes[this.#shape],
      minWidth: 360,
      minHeight: 420,
      show: false,
      frame: false,
      title: 'Roam6',
      icon: this.#parts.icon,
      // --surface of the design: no flash before the first paint.
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#17181B' : '#FDFDFC',
      webPreferences: {
        session: this.#parts.session,
        preload: this.#parts.preload,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        enableWebSQL: false,
      },
    })
    this.#window = window
    window.removeMenu()
    window.once('ready-to-show', () => window.show())
    window.on('resize', () => this.#rememberSize(window))
    window.on('close', (event) => {
      if (this.#quitting) return
      event.preventDefault()
      this.close()
    })
    window.once('closed', () => {
      this.#window = undefined
      this.#parts.changed()
    })
    window.webContents.on('before-input-event', (event, input) => {
      if (zoom(window.webContents, input)) event.preventDefault()
    })
    for (const event of ['show', 'hide', 'minimize', 'restore'] as const)
      window.on(event as 'show', () => this.#parts.changed())
    void window.loadURL(`${address}#${page}`)
  }

  #rememberSize(window: BrowserWindow): void {
    if (window.isMaximized() || window.isFullScreen()) return
    const { width, height } = window.getBounds()
    this.#sizes[this.#shape] = { width, height }
  }
}

/** Enlarges the text as a browser does; the menu that would do it is not there. True where the key was one of those. */
function zoom(contents: WebContents, { type, control, key }: Input): boolean {
  if (type !== 'keyDown' || !control) return false
  const steps: Readonly<Record<string, number>> = { '+': 0.5, '=': 0.5, '-': -0.5 }
  const step = steps[key]
  if (step === undefined && key !== '0') return false
  contents.setZoomLevel(step === undefined ? 0 : Math.max(-2, Math.min(5, contents.getZoomLevel() + step)))
  return true
}
