/**
 * Waits for any number of descriptors in one thread. Node's pool has four, and names are resolved in it too: a wait
 * for each socket would make one probe wait for another's silence.
 */
import type { Libc } from './libc.ts'

const POLLIN = 1
/** struct pollfd (poll(2)): descriptor, events, events that came. */
const entryLength = 8
const EFD_NONBLOCK_CLOEXEC = 0o2004000

interface Waiting {
  readonly fd: number
  readonly until: number
  readonly settle: (readable: boolean) => void
}

export interface Poller {
  /** True when there is something to read (or an error), false at the time-out or when aborted. Never rejects. */
  readable(fd: number, timeoutMs: number, signal: AbortSignal | undefined): Promise<boolean>
}

export function createPoller(c: Libc): Poller {
  const waiting = new Set<Waiting>()
  let wake: number | null = null
  const one = Buffer.alloc(8)
  one.writeUInt8(1)
  const drained = Buffer.alloc(8)

  function startOrWake() {
    if (wake !== null) {
      c.write(wake, one, one.length)
      return
    }
    wake = c.eventfd(0, EFD_NONBLOCK_CLOEXEC)
    pollOnce(wake)
  }

  function pollOnce(wakeFd: number) {
    const now = performance.now()
    for (const one of waiting) if (one.until <= now) one.settle(false)
    if (waiting.size === 0) {
      c.close(wakeFd)
      wake = null
      return
    }
    const asked = [...waiting]
    const fds = Buffer.alloc((asked.length + 1) * entryLength)
    for (const [i, fd] of [wakeFd, ...asked.map((entry) => entry.fd)].entries()) {
      fds.writeInt32LE(fd, i * entryLength)
      fds.writeInt16LE(POLLIN, i * entryLength + 4)
    }
    const timeout = Math.ceil(Math.min(...asked.map(({ until }) => until)) - now)
    c.poll.async(fds, asked.length + 1, timeout, () => {
      c.read(wakeFd, drained, drained.length)
      for (const [i, entry] of asked.entries())
        if (fds.readInt16LE((i + 1) * entryLength + 6) !== 0 && waiting.has(entry)) entry.settle(true)
      // Whoever was just answered may wait again at once, and is taken into the next poll.
      setImmediate(() => pollOnce(wakeFd))
    })
  }

  return {
    readable: (fd, timeoutMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted || timeoutMs <= 0) return resolve(false)
        const settle = (readable: boolean) => {
          waiting.delete(entry)
          signal?.removeEventListener('abort', onAbort)
          resolve(readable)
        }
        const entry: Waiting = { fd, until: performance.now() + timeoutMs, settle }
        const onAbort = () => {
          settle(false)
          startOrWake()
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        waiting.add(entry)
        startOrWake()
      }),
  }
}
