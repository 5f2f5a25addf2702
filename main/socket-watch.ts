/** Notices that a socket came into being, without asking again and again. */
import { existsSync, type FSWatcher, watch } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * Calls `look` when something on the way to `path` appears or changes. An event only means "look again".
 * Returns its own undo.
 */
export function watchForSocket(path: string, look: () => void): () => void {
  let watcher: FSWatcher | undefined
  let ended = false

  const begin = () => {
    if (ended) return
    // The nearest folder that exists: /run/roam6 is there only once a helper ran.
    let folder = dirname(path)
    let next = basename(path)
    while (!existsSync(folder) && folder !== dirname(folder)) {
      next = basename(folder)
      folder = dirname(folder)
    }
    try {
      watcher = watch(folder, { persistent: false }, (_kind, name) => {
        if (name !== null && name !== next) return
        watcher?.close()
        begin()
        if (existsSync(join(folder, next))) look()
      })
      watcher.on('error', () => watcher?.close())
    } catch {
      // No inotify left, or the folder is closed to us: the caller's own slow retry remains.
    }
  }

  begin()
  return () => {
    ended = true
    watcher?.close()
  }
}
