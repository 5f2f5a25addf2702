/** The demo's app shows on the person's own display where there is one, else on a display of its own that nobody sees. */
import { homedir } from 'node:os'
import { type Desktop, startDesktop } from '../app/desktop.ts'

export interface Shown {
  readonly desktop: Desktop
  /** Lines that tell how to look at a display that nobody sees; none for the person's own. */
  readonly look: readonly string[]
}

export async function chooseDesktop(): Promise<Shown> {
  const uid = process.getuid?.() ?? 0
  // Chromium's sandbox does not go with root, and another account may not draw on root's display.
  if (uid === 0 || !(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)) {
    const desktop = await startDesktop({ tray: true })
    return { desktop, look: waysToLook(desktop.env.DISPLAY ?? '', uid === 0) }
  }
  const desktop: Desktop = {
    account: { uid, gid: process.getgid?.() ?? uid, home: homedir(), as: ['setpriv', '--pdeathsig=TERM', '--'] },
    env: Object.fromEntries(Object.entries(process.env).flatMap(([key, value]) => (value ? [[key, value]] : []))),
    start() {
      throw new Error("nothing is started on the person's own desktop but the app")
    },
    async stop() {},
  }
  return { desktop, look: [] }
}

/** Tells how to look at the display, by a picture or by VNC, and how to have the app on one's own. */
export function waysToLook(display: string, root: boolean): readonly string[] {
  return [
    `the app is on a display of its own, ${display}, which nobody sees; ${root ? 'run the demo without root, in a desktop session, to see it on yours' : 'run the demo in a desktop session to see it on yours'}`,
    'a picture of it, or the display itself (packages imagemagick, x11vnc; then a VNC viewer at localhost:5900):',
    '',
    `  DISPLAY=${display} import -window root now.png`,
    `  x11vnc -display ${display} -localhost`,
  ]
}
