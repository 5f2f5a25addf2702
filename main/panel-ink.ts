/**
 * This module chooses the ink that the tray's icon has by itself: the panel's own where its colour can be known, and never the app's theme: light applications
 * stand below a dark panel on several desktops. Where nobody knows it, the outlined icon is legible on every colour.
 */
import { join } from 'node:path'

export type Ink = 'dark' | 'light' | 'outlined'

type Environment = Readonly<Record<string, string | undefined>>
type Read = (path: string) => string | undefined

export function panelInk(env: Environment, read: Read): Ink {
  const desktops = (env.XDG_CURRENT_DESKTOP ?? '').split(':')
  const known = rows.find(([names]) => names.some((name) => desktops.includes(name)))
  return known?.[1](env, read) ?? 'outlined'
}

/** GNOME Shell's top bar is dark with every one of its own themes, and so is Unity's. */
const rows: readonly (readonly [names: readonly string[], ink: (env: Environment, read: Read) => Ink | undefined])[] = [
  [['KDE'], plasmaInk],
  [['GNOME', 'Unity'], () => 'light'],
]

/** Plasma's style by its name; "default" takes the colours of the applications. */
const plasmaStyles: Readonly<Record<string, Ink>> = { 'breeze-dark': 'light', 'breeze-light': 'dark' }

function plasmaInk(env: Environment, read: Read): Ink | undefined {
  const folder = env.XDG_CONFIG_HOME || join(env.HOME ?? '/', '.config')
  const style = settingOf(read(join(folder, 'plasmarc')), 'Theme', 'name') ?? 'default'
  if (style !== 'default') return plasmaStyles[style]
  const background = settingOf(read(join(folder, 'kdeglobals')), 'Colors:Window', 'BackgroundNormal')
  const channels = background?.split(',').map(Number) ?? []
  if (channels.length < 3 || channels.some(Number.isNaN)) return undefined
  const [red = 0, green = 0, blue = 0] = channels
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 140 ? 'dark' : 'light'
}

/** Of a key in a group of KDE's configuration files. */
function settingOf(text: string | undefined, group: string, key: string): string | undefined {
  const [, part] = text?.split(`[${group}]\n`) ?? []
  return part?.split(/^\[/m)[0]?.match(new RegExp(`^${key}=(.*)$`, 'm'))?.[1]
}
