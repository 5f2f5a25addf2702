/** Paints `tray-view.ts`. Repainted on every change of what it shows, also while nothing of ours has the focus. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Menu, type MenuItemConstructorOptions, type NativeImage, nativeImage, Tray } from 'electron'
import type { Ink } from './panel-ink.ts'
import type { TrayCommand, TrayItem, TrayShape, TrayView } from './tray-view.ts'

/** As rendered at build time; 22 is a panel's usual one, the others serve other scales. */
const sizes = [16, 22, 24, 32, 44] as const
const baseSize = 22

/** Phases of a connect follow each other within milliseconds; a panel redraws at leisure. */
const throttleMs = 200

export class AppTray {
  readonly #icons: string
  readonly #run: (command: TrayCommand) => void
  readonly #images = new Map<string, NativeImage>()
  #tray: Tray | undefined
  #painted = ''
  #wanted: { view: TrayView; ink: Ink } | undefined
  #timer: NodeJS.Timeout | undefined
  #isEnded = false

  constructor(icons: string, run: (command: TrayCommand) => void) {
    this.#icons = icons
    this.#run = run
  }

  show(view: TrayView, ink: Ink): void {
    this.#wanted = { view, ink }
    if (this.#timer) return
    this.#paint()
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#paint()
    }, throttleMs)
  }

  /** Registers anew: for a panel that came after us. */
  renew(): void {
    this.#tray?.destroy()
    this.#tray = undefined
    this.#painted = ''
    this.#paint()
  }

  /** For good: what is shown afterwards is shown nowhere. */
  destroy(): void {
    clearTimeout(this.#timer)
    this.#tray?.destroy()
    this.#isEnded = true
  }

  #paint(): void {
    if (!this.#wanted || this.#isEnded) return
    const { view, ink } = this.#wanted
    const key = JSON.stringify(this.#wanted)
    if (key === this.#painted) return
    this.#painted = key
    const image = this.#image(view.shape, ink)
    if (this.#tray) this.#tray.setImage(image)
    else {
      this.#tray = new Tray(image)
      this.#tray.on('click', () => this.#run({ kind: 'open' }))
    }
    this.#tray.setToolTip(`Roam6: ${view.said}`)
    // Linux' panels show a copy of the menu: it has to be handed over again.
    this.#tray.setContextMenu(Menu.buildFromTemplate(view.items.map((item) => this.#template(item))))
  }

  #image(shape: TrayShape, ink: Ink): NativeImage {
    const key = `tray-${shape}-${ink}`
    const known = this.#images.get(key)
    if (known) return known
    const image = nativeImage.createEmpty()
    for (const size of sizes)
      image.addRepresentation({
        scaleFactor: size / baseSize,
        width: size,
        height: size,
        buffer: readFileSync(join(this.#icons, `${key}-${size}.png`)),
      })
    this.#images.set(key, image)
    return image
  }

  #template(item: TrayItem): MenuItemConstructorOptions {
    switch (item.kind) {
      case 'line':
        return { type: 'separator' }
      case 'text':
        return { label: plain(item.label), enabled: false }
      case 'command':
        return { label: plain(item.label), click: () => this.#run(item.command) }
      case 'choice':
        return {
          label: plain(item.label),
          submenu: item.options.map(({ label, chosen, command }) => ({
            label: plain(label),
            type: 'radio',
            checked: chosen,
            click: () => this.#run(command),
          })),
        }
    }
  }
}

/** In a menu & marks the next letter as a shortcut. */
const plain = (label: string) => label.replaceAll('&', '&&')
