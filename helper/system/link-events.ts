/** The kernel's word that links, addresses, routes or rules changed, or tables of nftables went. An event only means "look again". */
import { createInterface } from 'node:readline'
import { createRenewals } from '../core/roaming/renewals.ts'
import type { OwnProcesses } from './own-processes.ts'
import type { Log, Subscribe } from './ports.ts'

/** Events come in bursts (a link up is a dozen): look once, this long after the first of a burst. */
const settleMs = 50

/** After this long, one that ended is started again; one that did not last so long cannot be had here (a kernel without nftables). */
const restartMs = 1_000

export interface LinkEvents {
  readonly subscribe: Subscribe
  close(): void
}

/** nftables.service flushes all that there is when it is restarted. */
const monitors = [
  { program: 'ip', args: ['-o', 'monitor', 'link', 'address', 'route', 'rule', 'netconf'] },
  { program: 'nft', args: ['monitor', 'tables'] },
] as const

export function watchLinkEvents(own: OwnProcesses, log: Log): LinkEvents {
  const listeners = new Set<() => void>()
  let pending: NodeJS.Timeout | undefined
  let closed = false
  const announce = () => {
    pending ??= setTimeout(() => {
      pending = undefined
      for (const listener of listeners) listener()
    }, settleMs)
  }
  /** Returns what ends it. */
  const watch = (monitor: (typeof monitors)[number]): (() => void) => {
    const { program, args } = monitor
    const began = performance.now()
    const child = own.spawn(program, args, { input: 'ignore' })
    child.stderr.resume()
    let end: () => void = () => child.kill('SIGKILL')
    const renews = createRenewals()
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!renews(line)) announce()
    })
    // Not there to be started: nothing of it can change.
    child.once('error', (error) => log('helper', 'warn', `${program} monitor: ${error.message}`))
    child.once('exit', () => {
      if (closed) return
      if (performance.now() - began < restartMs) {
        log('helper', 'warn', `${program} monitor cannot be had`)
        return
      }
      // It ends by itself only when its socket overflowed or someone killed it: what was missed is looked at now.
      log('helper', 'warn', `${program} monitor ended; started again`)
      announce()
      setTimeout(() => {
        if (!closed) end = watch(monitor)
      }, restartMs)
    })
    return () => end()
  }
  const ends = monitors.map(watch)
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      closed = true
      clearTimeout(pending)
      for (const end of ends) end()
    },
  }
}
