/**
 * One connection to charon's VICI socket. VICI has no request ids: a connection answers strictly in order, and a
 * long `initiate` holds up everything behind it. So whoever must not wait for another opens a connection of its own;
 * and a request given up on, by its deadline or its signal, closes the connection, for its answer would be taken for
 * the next one's.
 */
import { createConnection, type Socket } from 'node:net'
import { type Section, section } from '../core/layer/ike/section.ts'
import {
  decodePacket,
  encodePacket,
  maximumSegment,
  type Packet,
  type PacketType,
  packetType,
  ViciMalformed,
} from './vici-message.ts'

export type ViciFailure = 'unreachable' | 'closed' | 'malformed' | 'timed-out' | 'aborted' | 'unknown'

export class ViciError extends Error {
  override readonly name = 'ViciError'
  readonly failure: ViciFailure
  constructor(failure: ViciFailure, message: string, cause?: unknown) {
    super(message, { cause })
    this.failure = failure
  }
}

export interface RequestOptions {
  readonly deadlineMs: number
  readonly signal?: AbortSignal | undefined
}

export interface StreamOptions extends RequestOptions {
  /** Event that the daemon sends while it works on the request: "list-sa", "control-log". */
  readonly event: string
  readonly onEvent: (message: Section) => void
}

export interface ViciConnection {
  /** Resolves with the daemon's answer, also when that says `success=no`. Rejects with a `ViciError`. */
  request(command: string, message: Section, options: RequestOptions | StreamOptions): Promise<Section>
  /** Registers for an event; resolves, once confirmed, to its own undo. A second listener does not register again. */
  subscribe(event: string, listener: (message: Section) => void, options: RequestOptions): Promise<() => void>
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<ViciError>
  /** Requests under way are rejected. Again: nothing. */
  close(): void
}

interface Waiting {
  readonly packet: Packet
  readonly settle: (answer: Packet | ViciError) => void
}

export const connectVici = (path: string, { deadlineMs, signal }: RequestOptions): Promise<ViciConnection> =>
  new Promise((resolve, reject) => {
    const socket = createConnection({ path })
    const giveUp = (failure: ViciFailure, message: string, cause?: unknown) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      socket.destroy()
      reject(new ViciError(failure, message, cause))
    }
    const onAbort = () => giveUp('aborted', 'given up')
    const timer = setTimeout(() => giveUp('timed-out', `no connection within ${deadlineMs} ms`), deadlineMs)
    if (signal?.aborted) return onAbort()
    signal?.addEventListener('abort', onAbort, { once: true })
    socket.once('error', (error) => giveUp('unreachable', error.message, error))
    socket.once('connect', () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      socket.removeAllListeners('error')
      resolve(viciConnection(socket))
    })
  })

const viciConnection = (socket: Socket): ViciConnection => {
  const listeners = new Map<string, Set<(message: Section) => void>>()
  /** The first one is on the wire, the others wait for their turn. */
  const queue: Waiting[] = []
  let ended: ViciError | null = null
  let resolveClosed: (reason: ViciError) => void = () => {}
  const closed = new Promise<ViciError>((resolve) => {
    resolveClosed = resolve
  })

  const end = (reason: ViciError) => {
    if (ended) return
    ended = reason
    socket.destroy()
    for (const waiting of queue.splice(0)) waiting.settle(reason)
    resolveClosed(reason)
  }

  const sendFirst = () => {
    if (queue[0]) socket.write(encodePacket(queue[0].packet))
  }

  const onPacket = (packet: Packet) => {
    if (packet.type === packetType.event) {
      for (const listener of listeners.get(packet.name) ?? []) listener(packet.message)
      return
    }
    const answered = queue.shift()
    if (!answered) throw new ViciMalformed('an answer to no request')
    answered.settle(packet)
    sendFirst()
  }

  const segments = segmentReader((segment) => onPacket(decodePacket(segment)))
  socket.on('data', (chunk: Buffer) => {
    try {
      segments(chunk)
    } catch (error) {
      if (!(error instanceof ViciMalformed)) throw error
      end(new ViciError('malformed', error.message, error))
    }
  })
  socket.on('error', (error) => end(new ViciError('closed', error.message, error)))
  socket.on('close', () => end(new ViciError('closed', 'the daemon closed the connection')))

  const exchange = (packet: Packet, expected: PacketType, { deadlineMs, signal }: RequestOptions): Promise<Section> =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended)
      if (signal?.aborted) return reject(new ViciError('aborted', 'given up'))
      const settle = (answer: Packet | ViciError) => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
        if (answer instanceof ViciError) reject(answer)
        else if (answer.type === expected) resolve(answer.message)
        else reject(new ViciError('unknown', `charon does not know "${packet.name}"`))
      }
      const waiting: Waiting = { packet, settle }
      const onAbort = () => giveUp(new ViciError('aborted', `"${packet.name}" given up`))
      const giveUp = (reason: ViciError) => {
        if (queue[0] === waiting) return end(reason)
        queue.splice(queue.indexOf(waiting), 1)
        settle(reason)
      }
      const timer = setTimeout(
        () => giveUp(new ViciError('timed-out', `no answer to "${packet.name}" within ${deadlineMs} ms`)),
        deadlineMs,
      )
      signal?.addEventListener('abort', onAbort, { once: true })
      queue.push(waiting)
      if (queue.length === 1) sendFirst()
    })

  const register = (event: string, options: RequestOptions) =>
    exchange({ type: packetType.eventRegister, name: event, message: section({}) }, packetType.eventConfirm, options)
  const unregister = (event: string, options: RequestOptions) =>
    exchange({ type: packetType.eventUnregister, name: event, message: section({}) }, packetType.eventConfirm, options)

  const subscribe: ViciConnection['subscribe'] = async (event, listener, options) => {
    const known = listeners.get(event)
    const all = known ?? new Set()
    listeners.set(event, all.add(listener))
    // Registered twice, an event is delivered twice.
    if (!known) await register(event, options)
    return () => {
      if (!all.delete(listener) || all.size > 0 || ended) return
      listeners.delete(event)
      // Whether it is confirmed concerns nobody: without a listener the event goes nowhere.
      unregister(event, { deadlineMs: options.deadlineMs }).catch(() => {})
    }
  }

  return {
    closed,
    subscribe,
    async request(command, message, options) {
      const unsubscribe = 'event' in options ? await subscribe(options.event, options.onEvent, options) : undefined
      try {
        const packet = { type: packetType.commandRequest, name: command, message }
        return await exchange(packet, packetType.commandResponse, options)
      } finally {
        unsubscribe?.()
      }
    },
    close: () => end(new ViciError('closed', 'closed by us')),
  }
}

/** Cuts the stream into segments, each with a length of four bytes in front. */
const segmentReader = (onSegment: (segment: Buffer) => void) => {
  let pending: Buffer = Buffer.alloc(0)
  return (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    while (pending.length >= 4) {
      const length = pending.readUInt32BE()
      if (length > maximumSegment) throw new ViciMalformed(`segment of ${length} bytes`)
      if (pending.length < 4 + length) return
      const segment = pending.subarray(4, 4 + length)
      pending = pending.subarray(4 + length)
      onSegment(segment)
    }
  }
}
