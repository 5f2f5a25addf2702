/** Makes the other end of a tap say something. */
import { allNodes } from '../../core/ip.ts'
import type { Clock } from '../../system/ports.ts'
import type { Probes } from '../../system/probes/probes.ts'

/** An answer is waited for this long (ms) before the question is asked again: a person would not ask much more often. */
const askMs = 500
/** The pause (ms) after each question. Where it could not be sent, the daemon has not attached yet, or the link's address is being tested. */
const restMs = 100

const rest = (clock: Clock, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = () => {
      stopClock()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const stopClock = clock.after(restMs, end)
    signal.addEventListener('abort', end, { once: true })
  })

/**
 * Asks all nodes on the link until one answers. With a static key nothing is exchanged: openvpn calls itself connected with the first
 * packet that comes, and the other end may have nothing to say for ever. Rejects when aborted.
 */
export async function rouse(link: string, probes: Probes, clock: Clock, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const { received } = await probes.echo({ target: allNodes, interface: link, count: 1, deadlineMs: askMs, signal })
    if (received > 0) return
    await rest(clock, signal)
  }
}
