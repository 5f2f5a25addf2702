/**
 * Hears from the kernel that something has changed which the loop looks at. An event says nothing but "look again"; `monitors.ts`
 * lists the programs that are listened to.
 */
import { createInterface } from 'node:readline'
import { type Monitor, monitors } from './monitors.ts'
import type { OwnProcesses } from './own-processes.ts'
import type { Clock, Log, Subscribe } from './ports.ts'

/**
 * Events come in bursts: a link that comes up makes a dozen. The first event of a burst is told at once, as a guard may be gone;
 * all others together, this long (ms) after it.
 */
const settleMs = 50

/** A monitor that ended is started again after this long (ms); after twice as long each time that it ran for less than that. */
const restartMs = 1_000
/** A flood of events ends a monitor soon after each start. It is started again once in this time (ms) at the least. */
const longestRestartMs = 16_000
/** A monitor that never ran for `restartMs` in so many starts is given up: this kernel lacks what it listens to, such as nftables. */
const mostStarts = 3

export interface LinkEvents {
  readonly subscribe: Subscribe
  close(): void
}

export function watchLinkEvents(own: Pick<OwnProcesses, 'spawn'>, clock: Clock, log: Log): LinkEvents {
  const listeners = new Set<() => void>()
  let stopSettling: (() => void) | undefined
  let closed = false
  let more = false
  const announce = () => {
    if (stopSettling) {
      more = true
      return
    }
    for (const listener of listeners) listener()
    stopSettling = clock.after(settleMs, () => {
      stopSettling = undefined
      if (!more) return
      more = false
      announce()
    })
  }
  /**
   * Returns the function that ends the monitor.
   * @param short how many runs before this one were shorter than `restartMs`, one after another
   * @param hasRun whether one was longer
   */
  const watch = (monitor: Monitor, short = 0, hasRun = false): (() => void) => {
    const { program, args, news } = monitor
    const name = [program, ...args].join(' ')
    const began = clock.now()
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
      const isShort = clock.now() - began < restartMs
      const shortNow = isShort ? short + 1 : 0
      const hasRunNow = hasRun || !isShort
      if (!hasRunNow && shortNow >= mostStarts) {
        log('helper', 'warn', `${name} cannot be had`)
        return
      }
      // A monitor ends by itself only when its socket overflowed, or when someone killed it. Its events were missed: look now.
      log('helper', 'warn', `${name} ended; started again`)
      announce()
      end = clock.after(Math.min(restartMs * 2 ** shortNow, longestRestartMs), () => {
        end = watch(monitor, shortNow, hasRunNow)
      })
    })
    return () => end()
  }
  const ends = monitors.map((monitor) => watch(monitor))
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      closed = true
      stopSettling?.()
      for (const end of ends) end()
    },
  }
}
