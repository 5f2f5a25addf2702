/** This class is the one window. Closing hides it to the tray, or minimises it where there is none. */
import { BrowserWindow, type Input, nativeTheme, type Session, screen, type WebContents } from 'electron'
import type { Page, Target } from './contract/bridge.ts'
import { zoomLevels } from './contract/limits.ts'
import { page as address } from './origin.ts'
import { type Area, type Place, placeWithin, type Size } from './place-within.ts'

type Shape = 'compact' | 'wide'
const shapes: Readonly<Record<Page, Shape>> = {
  overview: 'compact',
  test: 'wide',
  profiles: 'wide',
  settings: 'compact',
  log: 'wide',
  about: 'compact',
  keys: 'compact',
}
const firstSizes: Readonly<Record<Shape, Size>> = {
  compact: { width: 420, height: 680 },
  wide: { width: 960, height: 640 },
}
/** --surface of the design: nothing else shows before the first paint, nor at an edge that is being drawn. */
const surface = () => (nativeTheme.shouldUseDarkColors ? '#17181B' : '#FDFDFC')

/**
 * A hidden window keeps a whole renderer process in memory: after this long (ms) it goes, and comes anew when opened. On the page of profiles it
 * stays: a form or an import may be half filled in there.
 */
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
  askForPage(target: Target): void
  /** The level of enlargement that is kept; 0 is 100 %. */
  zoom(): number
  zoomed(level: number): void
}

export class AppWindow {
  readonly #parts: WindowParts
  readonly #sizes = { ...firstSizes }
  /** Where the person put it; a larger page may stand elsewhere, and what comes after it stands here again. */
  #place: Place | undefined
  /** What was set last by us: everything else is the person's doing. */
  #set: Area | undefined
  #title = 'Roam6'
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

  /** Shows it in front, on `target` where one is named. */
  open(target?: Target): void {
    clearTimeout(this.#discard)
    if (!this.#window) {
      this.#create(target ?? 'overview')
      return
    }
    if (target !== undefined) this.#parts.askForPage(target)
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
      this.#refit(this.#window)
    }
    this.#parts.changed()
  }

  /** For the task bar and the list of windows. */
  setTitle(title: string): void {
    this.#title = title
    this.#window?.setTitle(title)
  }

  setZoom(level: number): void {
    this.#window?.webContents.setZoomLevel(level)
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
    if (this.#page !== 'profiles') this.#discard = setTimeout(() => this.#window?.destroy(), discardAfterMs)
  }

  /** From here on closing means closing. */
  prepareToQuit(): void {
    this.#quitting = true
    clearTimeout(this.#discard)
  }

  #create(target: Target): void {
    this.#page = target === 'import' ? 'profiles' : target
    this.#shape = shapes[this.#page]
    const window = new BrowserWindow({
      ...this.#firstBounds(),
      minWidth: 360,
      minHeight: 420,
      show: false,
      frame: false,
      title: this.#title,
      icon: this.#parts.icon,
      backgroundColor: surface(),
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
    window.on('move', () => this.#rememberPlace(window))
    // The page's own title says no state.
    window.on('page-title-updated', (event) => event.preventDefault())
    const paint = () => window.setBackgroundColor(surface())
    nativeTheme.on('updated', paint)
    const refit = () => this.#refit(window)
    screen.on('display-metrics-changed', refit)
    window.webContents.on('did-finish-load', () => this.setZoom(this.#parts.zoom()))
    window.on('close', (event) => {
      if (this.#quitting) return
      event.preventDefault()
      this.close()
    })
    window.once('closed', () => {
      this.#window = undefined
      nativeTheme.off('updated', paint)
      screen.off('display-metrics-changed', refit)
      this.#parts.changed()
    })
    window.webContents.on('before-input-event', (event, input) => {
      const level = zoomBy(input, window.webContents.getZoomLevel())
      if (level === undefined) return
      event.preventDefault()
      this.setZoom(level)
      this.#parts.zoomed(level)
    })
    for (const event of ['show', 'hide', 'minimize', 'restore'] as const)
      window.on(event as 'show', () => this.#parts.changed())
    void window.loadURL(`${address}#${target}`)
  }

  /** In the middle of the screen that the pointer is on, until the person has put it elsewhere. */
  #firstBounds(): Area {
    const size = this.#sizes[this.#shape]
    const place = this.#place
    const area = (place ? screen.getDisplayNearestPoint(place) : screen.getPrimaryDisplay()).workArea
    const middle = {
      x: Math.round(area.x + (area.width - size.width) / 2),
      y: Math.round(area.y + (area.height - size.height) / 2),
    }
    this.#place ??= placeWithin(middle, size, area)
    this.#set = placeWithin(this.#place, size, area)
    return this.#set
  }

  /** The size of its shape, at its place, within the work area. */
  #refit(window: BrowserWindow): void {
    if (window.isMaximized() || window.isFullScreen()) return
    const now = window.getBounds()
    this.#set = placeWithin(this.#place ?? now, this.#sizes[this.#shape], screen.getDisplayMatching(now).workArea)
    window.setBounds(this.#set)
  }

  #rememberPlace(window: BrowserWindow): void {
    if (window.isMaximized() || window.isFullScreen()) return
    const { x, y } = window.getBounds()
    if (x !== this.#set?.x || y !== this.#set.y) this.#place = { x, y }
  }

  #rememberSize(window: BrowserWindow): void {
    if (window.isMaximized() || window.isFullScreen()) return
    const { width, height } = window.getBounds()
    if (width !== this.#set?.width || height !== this.#set.height) this.#sizes[this.#shape] = { width, height }
  }
}

const steps: Readonly<Record<string, number>> = { '+': 0.5, '=': 0.5, '-': -0.5 }

/** Enlarges the text as a browser does; the menu that would do it is not there. Undefined where the key is none of those. */
function zoomBy({ type, control, key }: Input, level: number): number | undefined {
  if (type !== 'keyDown' || !control) return undefined
  if (key === '0') return 0
  const step = steps[key]
  return step === undefined ? undefined : withinZoom(level + step)
}

const withinZoom = (level: number) => Math.max(zoomLevels.least, Math.min(zoomLevels.most, level))
