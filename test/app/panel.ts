/** Our icon in a real panel, by a real pointer and real keys. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import type { Desktop } from './desktop.ts'

const run = (desktop: Desktop, program: string, ...args: string[]) =>
  execFileSync(program, args, { env: desktop.env, timeout: 5_000, encoding: 'utf8' })

/** The middle of the panel: it holds our icon and nothing else. */
export function iconPlace(desktop: Desktop): [x: string, y: string] {
  const [panel = ''] = run(desktop, 'xdotool', 'search', '--onlyvisible', '--class', 'trayer').trim().split('\n')
  const shell = run(desktop, 'xdotool', 'getwindowgeometry', '--shell', panel)
  const value = (name: string) => Number(new RegExp(`^${name}=(\\d+)$`, 'm').exec(shell)?.[1])
  return [String(value('X') + value('WIDTH') / 2), String(value('Y') + value('HEIGHT') / 2)]
}

export function click(desktop: Desktop, button: 'left' | 'right'): void {
  const [x, y] = iconPlace(desktop)
  run(desktop, 'xdotool', 'mousemove', x, y, 'click', button === 'left' ? '1' : '3')
}

/** What the icon looks like now. */
export function picture(desktop: Desktop): string {
  const [x, y] = iconPlace(desktop).map((at) => Number(at) - 10)
  const pixels = execFileSync('import', ['-window', 'root', '-crop', `20x20+${x}+${y}`, 'rgb:-'], {
    env: desktop.env,
    timeout: 5_000,
  })
  return createHash('sha256').update(pixels).digest('hex')
}

/** The most contrast (WCAG 2.2) that a pixel of the icon has with the panel's own colour, which stands in the corner of the crop. */
export function mostContrast(desktop: Desktop): number {
  const [x, y] = iconPlace(desktop).map((at) => Number(at) - 11)
  const pixels = execFileSync('import', ['-window', 'root', '-depth', '8', '-crop', `22x22+${x}+${y}`, 'rgb:-'], {
    env: desktop.env,
    timeout: 5_000,
  })
  const luminances = Array.from({ length: pixels.length / 3 }, (_, at) =>
    luminance(pixels.subarray(at * 3, at * 3 + 3)),
  )
  const [panel = 0] = luminances
  return Math.max(...luminances.map((one) => (Math.max(one, panel) + 0.05) / (Math.min(one, panel) + 0.05)))
}

function luminance(pixel: Uint8Array): number {
  const [red = 0, green = 0, blue = 0] = [...pixel].map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The icon's menu, open. */
export async function openMenu(desktop: Desktop): Promise<void> {
  await pause() // a changed menu is handed over to the panel
  click(desktop, 'right')
  await pause() // it opens
}

/** The state line cannot be chosen: the first that can is the action. */
export const chooseAction = (desktop: Desktop): void => chooseEntry(desktop, 1)

/** @param place among the entries that can be chosen, from 1 on */
export function chooseEntry(desktop: Desktop, place: number): void {
  run(desktop, 'xdotool', 'key', ...Array.from({ length: place }, () => 'Down'), 'Return')
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 500))
