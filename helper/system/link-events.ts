/** The kernel's word that something changed which a look sees. An event only means "look again"; `monitors.ts` says of what. */
import { createInterface } from 'node:readline'
import { type Monitor, monitors } from './monitors.ts'
import type { OwnProcesses } from './own-processes.ts'
import type { Log, Subscribe } from './ports.ts'

/** The first event of a burst (a link up is a dozen) is told at once, as a guard may be gone; the others of it once, this long after it. */
const settleMs = 50

/** After this long, one that ended is started again; one that did not last so long cannot be had here (a kernel without nftables). */
const restartMs = 1_000

export interface LinkEvents {
  readonly subscribe: Subscribe
  close(): void
}

export function watchLinkEvents(own: OwnProcesses, log: Log): LinkEvents {
  const listeners = new Set<() => void>()
  let pending: NodeJS.Timeout | undefined
  let closed = false
  let more = false
  const announce = () => {
    if (pending) {
      more = true
      return
    }
    for (const listener of listeners) listener()
    pending = setTimeout(() => {
      pending = undefined
      if (!more) return
      more = false
      announce()
    }, settleMs)
  }
  /** Returns what ends it. */
  const watch = (monitor: Monitor): (() => void) => {
    const { program, args, news } = monitor
    const name = [program, ...args].join(' ')
    const began = performance.now()
    const child = own.spawn(program, args, { input: 'ignore' })
    child.stderr.resume()
    let end: () => void = () => child.kill('SIGKILL')
    if (news) {
      const isNews = news()
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (isNews(line)) announce()
      })
    } else
      child.stdout.on('data', (written: Buffer) => {
        written.fill(0)
        announce()
      })
    // Not there to be started: nothing of it can change.
    child.once('error', (error) => log('helper', 'warn', `${name}: ${error.message}`))
    child.once('exit', () => {
      if (closed) return
      if (performance.now() - began < restartMs) {
        log('helper', 'warn', `${name} cannot be had`)
        return
      }
      // It ends by itself only when its socket overflowed or someone killed it: what was missed is looked at now.
      log('helper', 'warn', `${name} ended; started again`)
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
