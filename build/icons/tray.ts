/** The tray's icons: every shape in every ink at every size, each drawn so that its edges lie on whole pixels. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'

const here = import.meta.dirname

export const trayShapes = [
  'off',
  'connecting',
  'connected',
  'at-home',
  'attention',
  'failed',
  'offline',
  'needs-you',
] as const
export type TrayShape = (typeof trayShapes)[number]

/** `dark` for light panels, `light` for dark ones, of the design; `outlined` for a panel of a colour that nobody knows. */
export const trayInks = ['dark', 'light', 'outlined'] as const
export type TrayInk = (typeof trayInks)[number]
const colours = { dark: '#2E3436', light: '#F2F3F4' } as const

/**
 * The part of the drawing that each size shows. The house stands between 3 and 19: a whole number of times, or at three quarters and
 * one and a half from a third on, both edges and the ground lie on whole pixels. 24 has a margin of one pixel.
 */
const views = {
  16: '0.33333 0 21.33333 21.33333',
  22: '0 0 22 22',
  24: '-1 -1 24 24',
  32: '0.33333 0 21.33333 21.33333',
  44: '0 0 22 22',
} as const
export const traySizes = [16, 22, 24, 32, 44] as const
export type TraySize = (typeof traySizes)[number]

const sourceOf = (shape: TrayShape, ink: TrayInk) => `tray-${ink === 'outlined' ? 'outlined-' : ''}${shape}.svg`

export const traySources = trayShapes.flatMap((shape) => [sourceOf(shape, 'dark'), sourceOf(shape, 'outlined')])

export function renderTray(shape: TrayShape, ink: TrayInk, size: TraySize) {
  const svg = readFileSync(join(here, sourceOf(shape, ink)), 'utf8')
    .replace(/viewBox="[^"]*"/, `viewBox="${views[size]}"`)
    .replace(/color="#2e3436"/i, ink === 'outlined' ? '' : `color="${colours[ink]}"`)
  return new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render()
}
