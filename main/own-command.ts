/** Says how this very app is called again, for the autostart entry. */
import { app } from 'electron'

export function ownCommand(): readonly string[] {
  // An AppImage runs from a mount that is gone after logout.
  if (process.env.APPIMAGE) return [process.env.APPIMAGE]
  // `electron path/to/app` from a checkout: the path is part of it.
  return process.defaultApp ? [process.execPath, app.getAppPath()] : [process.execPath]
}
