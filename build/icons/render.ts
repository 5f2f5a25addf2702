/** SVG to PNG: the tray's shapes in both inks at every size that panels ask for, and the app's own icon. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'

const here = import.meta.dirname

const shapes = ['off', 'connecting', 'connected', 'at-home', 'attention', 'failed'] as const
/** Of the design: dark for light panels, light for dark ones. */
const inks = { dark: '#2E3436', light: '#F2F3F4' } as const
const traySizes = [16, 22, 24, 32, 44] as const
const appSizes = [16, 24, 32, 48, 64, 128, 256, 512] as const

export const iconSources = [...shapes.map((shape) => `tray-${shape}.svg`), 'roam6.svg', 'render.ts'].map((name) =>
  join(here, name),
)

export function renderIcons(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const render = (svg: string, size: number, name: string) =>
    writeFileSync(
      join(folder, `${name}-${size}.png`),
      new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng(),
    )
  for (const shape of shapes) {
    const svg = readFileSync(join(here, `tray-${shape}.svg`), 'utf8')
    for (const [ink, colour] of Object.entries(inks))
      for (const size of traySizes)
        render(svg.replace('color="#2e3436"', `color="${colour}"`), size, `tray-${shape}-${ink}`)
  }
  const svg = readFileSync(join(here, 'roam6.svg'), 'utf8')
  for (const size of appSizes) render(svg, size, 'roam6')
}
