/** A notification of the desktop; a click on it opens the window. Silent where the desktop has none. */
import { Notification } from 'electron'
import type { Notice } from './notices.ts'

export function showNotification({ title, body }: Notice, icon: string, open: () => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title, body, icon, silent: true })
  notification.on('click', open)
  notification.show()
}
