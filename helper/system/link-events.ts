/** The kernel's word that links, addresses, routes or rules changed (`ip monitor`). An event only means "look again". */
import { spawn } from 'node:child_process'
import { cleanEnvironment } from './command-runner.ts'
import type { Log, Subscribe } from './ports.ts'

/** Events come in bursts (a link up is a dozen): look once, this long after the first of a burst. */
const settleMs = 50

export interface LinkEvents {
  readonly subscribe: Subscribe
  close(): void
}

export function watchLinkEvents(role: string, log: Log): LinkEvents {
  const listeners = new Set<() => void>()
  let pending: NodeJS.Timeout | undefined
  let closed = false
  const announce = () => {
    pending ??= setTimeout(() => {
      pending = undefined
      for (const listener of listeners) listener()
    }, settleMs)
  }
  const start = () => {
    const child = spawn('ip', ['-o', 'monitor', 'link', 'address', 'route', 'rule'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...cleanEnvironment, ROAM6_ROLE: role },
    })
    child.stdout.on('data', announce)
    child.once('error', (error) => log('helper', 'error', `ip monitor: ${error.message}`))
    child.once('exit', () => {
      if (closed) return
      // It ends by itself only when its socket overflowed or someone killed it: what was missed is looked at now.
      log('helper', 'warn', 'ip monitor ended; started again')
      announce()
      setTimeout(() => {
        if (!closed) current = start()
      }, 1_000)
    })
    return child
  }
  let current = start()
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      closed = true
      clearTimeout(pending)
      current.kill('SIGKILL')
    },
  }
}
