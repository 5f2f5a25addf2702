/** SVG to PNG: the tray's icons at every size that panels ask for, and the app's own icon. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import { renderTray, trayInks, trayShapes, traySizes, traySources } from './tray.ts'

const here = import.meta.dirname

const appSizes = [16, 24, 32, 48, 64, 128, 256, 512] as const

export const iconSources = [...traySources, 'roam6.svg', 'render.ts', 'tray.ts'].map((name) => join(here, name))

export function renderIcons(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const write = (name: string, image: { asPng(): Buffer }) => writeFileSync(join(folder, name), image.asPng())
  for (const shape of trayShapes)
    for (const ink of trayInks)
      for (const size of traySizes) write(`tray-${shape}-${ink}-${size}.png`, renderTray(shape, ink, size))
  const svg = readFileSync(join(here, 'roam6.svg'), 'utf8')
  for (const size of appSizes)
    write(`roam6-${size}.png`, new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render())
}
