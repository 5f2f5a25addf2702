/**
 * Hears from the kernel that something has changed which the loop looks at. An event says nothing but "look again"; `monitors.ts`
 * lists the programs that are listened to.
 */
import { createInterface } from 'node:readline'
import { type Monitor, monitors } from './monitors.ts'
import type { OwnProcesses } from './own-processes.ts'
import type { Log, Subscribe } from './ports.ts'

/**
 * Events come in bursts: a link that comes up makes a dozen. The first event of a burst is told at once, as a guard may be gone;
 * all others together, this long (ms) after it.
 */
const settleMs = 50

/**
 * A monitor that ended is started again after this long (ms). A monitor that did not even run for so long is given up: this kernel
 * lacks what it listens to, such as nftables.
 */
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
  /** Returns the function that ends the monitor. */
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
    // The program is not installed, so nobody uses it to change anything either.
    child.once('error', (error) => log('helper', 'warn', `${name}: ${error.message}`))
    child.once('exit', () => {
      if (closed) return
      if (performance.now() - began < restartMs) {
        log('helper', 'warn', `${name} cannot be had`)
        return
      }
      // A monitor ends by itself only when its socket overflowed, or when someone killed it. Its events were missed: look now.
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
