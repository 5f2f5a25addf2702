/** Where the demo's app shows: the person's own display where there is one, else one of its own that nobody sees. */
import { homedir } from 'node:os'
import { type Desktop, startDesktop } from '../app/desktop.ts'

export async function chooseDesktop(): Promise<Desktop> {
  const uid = process.getuid?.() ?? 0
  // Chromium's sandbox does not go with root, and another account may not draw on root's display.
  if (uid === 0 || !(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)) return startDesktop({ tray: true })
  return {
    account: { uid, gid: process.getgid?.() ?? uid, home: homedir(), as: ['setpriv', '--pdeathsig=TERM', '--'] },
    env: Object.fromEntries(Object.entries(process.env).flatMap(([key, value]) => (value ? [[key, value]] : []))),
    start() {
      throw new Error("nothing is started on the person's own desktop but the app")
    },
    async stop() {},
  }
}
