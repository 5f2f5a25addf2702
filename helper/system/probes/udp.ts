/** One question by UDP. */
import type { UdpAnswer, UdpRequest } from './probes.ts'
import { openSocket } from './raw-socket.ts'

/** With 15 % lost on the way there and back, all are in 0.3 %. */
const tries = 3
const nothing = { rttMs: null, payload: new Uint8Array() }

/** ECONNREFUSED is ICMP's port unreachable: somebody is there. Everything else did not get that far. */
const failure = (error: string): UdpAnswer =>
  error === 'ECONNREFUSED'
    ? { result: 'refused', ...nothing, errors: [] }
    : { result: 'unsent', ...nothing, errors: [error] }

export async function udp(request: UdpRequest): Promise<UdpAnswer> {
  const socket = await openSocket('udp', request, { port: request.port })
  if (typeof socket === 'string') return { result: 'unsent', ...nothing, errors: [socket] }
  try {
    const start = performance.now()
    for (let attempt = 0; attempt < tries; attempt++) {
      const refused = socket.send(Buffer.from(request.payload))
      // The error of the first one may come with the second: ICMP said port unreachable.
      if (refused !== null) return failure(refused)
      if (await socket.readable(request.deadlineMs / tries)) {
        const { packets, error } = socket.receive()
        const rttMs = Math.round((performance.now() - start) * 100) / 100
        if (packets[0]) return { result: 'answered', rttMs, payload: Uint8Array.from(packets[0]), errors: [] }
        if (error !== null) return failure(error)
      }
      request.signal?.throwIfAborted()
    }
    return { result: 'silent', ...nothing, errors: [] }
  } finally {
    socket.close()
  }
}
