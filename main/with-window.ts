import type { BrowserWindow } from 'electron'
import type { Reply } from './contract/bridge.ts'

/** A verb comes out of the window; the window may be gone by the time of a dialog. */
export const withWindow = <Value>(
  window: BrowserWindow | undefined,
  work: (window: BrowserWindow) => Promise<Reply<Value>>,
): Promise<Reply<Value>> =>
  window ? work(window) : Promise.resolve({ ok: false, words: { message: 'The window was closed.' } })
