/** Tells whether this desktop has a place for tray icons. Stock GNOME has none. */
import { execFile } from 'node:child_process'
import { hasSelectionOwner } from './x11-selection.ts'

const watcher = 'org.kde.StatusNotifierWatcher'

/** Three ways to ask the session bus; whichever is installed. Each prints "true" or "false". */
const askBus: readonly (readonly [program: string, ...args: string[]])[] = [
  [
    'dbus-send',
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.NameHasOwner',
    `string:${watcher}`,
  ],
  [
    'gdbus',
    'call',
    '--session',
    '--dest=org.freedesktop.DBus',
    '--object-path=/org/freedesktop/DBus',
    '--method=org.freedesktop.DBus.NameHasOwner',
    watcher,
  ],
  [
    'busctl',
    '--user',
    'call',
    'org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus',
    'NameHasOwner',
    's',
    watcher,
  ],
]

/** Undefined where it cannot be found out. */
export async function hasTrayHost(): Promise<boolean | undefined> {
  const bus = await onSessionBus()
  if (bus === true) return true
  // Older panels: a window of theirs owns a selection of the X server.
  const display = process.env.DISPLAY
  const xembed = display ? await hasSelectionOwner(display, '_NET_SYSTEM_TRAY_SSCREEN') : undefined
  return xembed ?? bus
}

async function onSessionBus(): Promise<boolean | undefined> {
  for (const [program, ...args] of askBus) {
    const answer = await output(program, args)
    if (answer !== undefined) return /\btrue\b/.test(answer)
  }
  return undefined
}

function output(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: 3_000 }, (error, stdout) => resolve(error ? undefined : stdout))
  })
}

/** When to look again, in ms after the start: at login a panel may come later than we do. */
const looks = [0, 3_000, 10_000, 30_000, 60_000, 120_000, 300_000]

/** Calls `tell` with every change of the answer. Ends with the first yes, or after the last look. */
export function watchTrayHost(tell: (there: boolean) => void): void {
  let told: boolean | undefined
  const look = async (at: number) => {
    const there = (await hasTrayHost()) ?? true // no way to know: do not alarm
    // One early no may only mean that the panel is still starting.
    if (there !== told && (there || at > 0)) {
      told = there
      tell(there)
    }
    const next = looks[at + 1]
    if (!there && next !== undefined) setTimeout(() => void look(at + 1), next - (looks[at] ?? 0)).unref()
  }
  void look(0)
}
