/**
 * Gives the kernel back what work has left unused. V8 collects and glibc returns free pages only when they want more room, which a
 * helper that waits never does.
 */

import type { Clock } from './ports.ts'
import { libc } from './probes/libc.ts'

/** Nothing has happened for so long (ms) before memory is given back: collecting holds the event loop for some 20 ms, in which nobody should wait. */
const quietMs = 2_000

/** Without --expose-gc nothing is collected here (build/bundle/launcher.ts passes it). */
async function giveBack(): Promise<void> {
  globalThis.gc?.({ type: 'major', flavor: 'last-resort', execution: 'sync' })
  const c = await libc()
  c.malloc_trim(0)
}

/** Returns the function to call whenever something happened: memory is given back once nothing has for a while. */
export function createGiveBack({ after }: Clock): () => void {
  let cancel = () => {}
  return () => {
    cancel()
    cancel = after(quietMs, () => void giveBack())
  }
}
