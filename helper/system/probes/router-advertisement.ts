/** Asks the routers of a link what they advertise (RFC 4861, 6.3.7). Only an answer from the link itself is believed: see `hops`. */
import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { Advertisement, AdvertisementRequest } from './probes.ts'
import { openSocket } from './raw-socket.ts'

const routerSolicitation = 133
const routerAdvertisement = 134
const allRouters = 'ff02::2'
/**
 * An answer is waited for this long (ms) before the question is asked again. RFC 4861, 10, asks three times, 4 s apart; here it is asked more
 * often, as the link-local address may still be tested at first (RFC 4862, 5.4), and a person waits.
 */
const intervalMs = 1_000

/** A router solicitation without our link-layer address: the router answers to all nodes, or after it has asked for our address. */
const question = Buffer.from([routerSolicitation, 0, 0, 0, 0, 0, 0, 0])

export async function askRouters(request: AdvertisementRequest): Promise<Advertisement | null> {
  const { interface: device, deadlineMs, signal } = request
  const where = { interface: device, target: allRouters, hops: 255, signal }
  const socket = await openSocket('icmp', where, { icmpTypes: [routerAdvertisement] })
  if (typeof socket === 'string') return null
  try {
    const until = performance.now() + deadlineMs
    while (performance.now() < until) {
      // The kernel refuses to send while there is no address to send from.
      const refused = socket.send(question) !== null
      if (refused) await delay(intervalMs / 10, undefined, { signal })
      else if (await socket.readable(intervalMs)) {
        const [packet] = socket.receive().packets
        const mac = (await readFile(`/sys/class/net/${device}/address`, 'utf8')).trim()
        if (packet) return { packet, mac }
      }
      signal?.throwIfAborted()
    }
    return null
  } finally {
    socket.close()
  }
}
