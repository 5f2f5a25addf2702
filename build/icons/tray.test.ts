/** The rendered pixels of the tray's icons: legible on every panel, and sharp. */
import { describe, expect, test } from 'vitest'
import { renderTray, type TrayInk, type TraySize, trayShapes } from './tray.ts'

type Colour = readonly [red: number, green: number, blue: number]
const hex = (text: string): Colour => [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as never

/** Relative luminance and contrast (WCAG 2.2). */
const luminance = (colour: Colour) => {
  const [r, g, b] = colour.map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as never as Colour
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: Colour, b: Colour) => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

/** Rendered once for all panels. */
const rendered = new Map<string, Uint8Array>()
function pixelsOf(shape: (typeof trayShapes)[number], ink: TrayInk, size: TraySize): Uint8Array {
  const key = `${shape} ${ink} ${size}`
  const pixels = rendered.get(key) ?? renderTray(shape, ink, size).pixels
  rendered.set(key, pixels)
  return pixels
}

/** Each pixel as it stands on the panel. resvg gives premultiplied alpha. */
function onPanel(shape: (typeof trayShapes)[number], ink: TrayInk, size: TraySize, panel: Colour): Colour[] {
  const pixels = pixelsOf(shape, ink, size)
  return Array.from({ length: size * size }, (_, at) => {
    const rest = 1 - (pixels[at * 4 + 3] ?? 0) / 255
    return [0, 1, 2].map((channel) => (pixels[at * 4 + channel] ?? 0) + (panel[channel] ?? 0) * rest) as never
  })
}

const light = ['#FFFFFF', '#F1F1EF', '#E8E8E5']
const mid = ['#7F868E', '#3465A4', '#B3564A']
const dark = ['#2E3436', '#17181B', '#000000']
const sizes = [16, 22, 24, 32] as const
const panels: readonly (readonly [ink: TrayInk, panels: readonly string[]])[] = [
  ['dark', light],
  ['light', dark],
  ['outlined', [...light, ...mid, ...dark]],
]

/** Of the pixels that a plain shape has, so many stand out at least: the edge of a solid house is a third of them. */
const share = 1 / 3

describe.each(panels)('%s', (ink, backgrounds) => {
  test.each(backgrounds)('every shape has a contrast of 3 on %s, by its pixels', (background) => {
    const panel = hex(background)
    for (const shape of trayShapes)
      for (const size of sizes) {
        const plain = onPanel(shape, 'light', size, [0, 0, 0]).filter(
          (colour) => contrast(colour, [0, 0, 0]) >= 3,
        ).length
        const standing = onPanel(shape, ink, size, panel).filter((colour) => contrast(colour, panel) >= 3).length
        expect({ shape, size, enough: standing >= plain * share }).toEqual({ shape, size, enough: true })
      }
  })
})

/** The alpha of the pixels of one row, from the left. */
const row = (ink: TrayInk, size: TraySize, at: number) => {
  const pixels = pixelsOf('off', ink, size)
  return Array.from({ length: size }, (_, x) => pixels[(at * size + x) * 4 + 3] ?? 0)
}

test.each(sizes)('at %i pixels the walls of the house begin and end on whole ones', (size) => {
  const alphas = row('dark', size, Math.round(size * 0.7))
  const [first, last] = [alphas.findIndex((alpha) => alpha > 0), alphas.findLastIndex((alpha) => alpha > 0)]
  expect([alphas[first], alphas[last]]).toEqual([255, 255])
})
