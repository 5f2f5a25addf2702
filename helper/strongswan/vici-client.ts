/**
 * Speaks VICI with charon over one connection to its socket. VICI has no request ids: a connection answers strictly in order, and a
 * long `initiate` holds up every request after it. So a request that must not wait for another one gets a connection of its own; and a
 * request that is given up, by its deadline or its signal, closes the connection, as its answer would be taken for the next one's.
 */
import { createConnection, type Socket } from 'node:net'
import { type Section, section } from '../core/layer/ike/section.ts'
import { DaemonUnheard } from '../daemon/unheard.ts'
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

export class ViciError extends DaemonUnheard {
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
  /** Names the event that the daemon sends while it works on the request: "list-sa", "control-log". */
  readonly event: string
  readonly onEvent: (message: Section) => void
}

export interface ViciConnection {
  /** Resolves with the daemon's answer, also when that says `success=no`. Rejects with a `ViciError`. */
  request(command: string, message: Section, options: RequestOptions | StreamOptions): Promise<Section>
  /** Registers for an event; resolves, once confirmed, to its own undo. A second listener does not register again. */
  subscribe(event: string, listener: (message: Section) => void, options: RequestOptions): Promise<() => void>
  /** Resolves when the connection has ended, by either side. */
  readonly closed: Promise<ViciError>
  /** Rejects requests under way. Does nothing when called again. */
  close(): void
}

interface Registered {
  readonly listeners: Set<(message: Section) => void>
  readonly confirmed: Promise<unknown>
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
  const registered = new Map<string, Registered>()
  /** The first request is on the wire, the others wait for their turn. */
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
      for (const listener of registered.get(packet.name)?.listeners ?? []) listener(packet.message)
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
      // A listener that cannot read an event throws as well; nobody else would catch that.
      end(new ViciError('malformed', error instanceof Error ? error.message : String(error), error))
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
    // Once for all listeners: charon delivers an event twice to a connection that registered twice.
    const one = registered.get(event) ?? { listeners: new Set(), confirmed: register(event, options) }
    registered.set(event, one)
    one.listeners.add(listener)
    try {
      await one.confirmed
    } catch (error) {
      if (registered.get(event) === one) registered.delete(event)
      throw error
    }
    return () => {
      if (!one.listeners.delete(listener) || one.listeners.size > 0 || ended) return
      registered.delete(event)
      // Nobody waits for the confirmation: without a listener the event goes nowhere.
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

/** Cuts the stream into segments; a length of four bytes comes before each. */
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
