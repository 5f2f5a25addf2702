/**
 * This module serves one client. The client's messages are JSON-RPC 2.0, and each is parsed by the contract before it is looked at; each request
 * is answered within its deadline; and what the client does not read is not kept without end.
 */
import type { Socket } from 'node:net'
import * as v from 'valibot'
import {
  maxMessageBytes,
  type NotificationName,
  notifications,
  type RequestName,
  requestFailureCode,
  requests,
} from '../contract/requests.ts'
import type { Log } from '../system/ports.ts'
import type { Client, Handlers } from './client.ts'
import { diskFailure } from './disk-failure.ts'
import { createFrameReader, FrameRefused, frame } from './frames.ts'
import { limits } from './limits.ts'
import type { Place } from './places.ts'
import { RequestFailed } from './request-failed.ts'

/** JSON-RPC 2.0, 5.1. */
const methodNotFound = -32601

const Id = v.union([v.number(), v.pipe(v.string(), v.maxLength(64))])
const Message = v.object({
  jsonrpc: v.literal('2.0'),
  id: v.optional(Id),
  method: v.pipe(v.string(), v.maxLength(64)),
  params: v.optional(v.unknown()),
})
const Cancel = v.object({ id: Id })

const isRequest = (method: string): method is RequestName => Object.hasOwn(requests, method)

export function attend(
  socket: Socket,
  who: Pick<Client, 'peer' | 'authority'>,
  place: Place,
  handlers: Handlers,
  log: Log,
): void {
  const goodbyes = new Set<() => void>()
  const running = new Map<number | string, AbortController>()
  /** For each kind of notification the last one, while the client has not read enough to be sent more. */
  const waiting = new Map<NotificationName, Buffer>()
  let gone = false
  /** The timer runs while a message is being received, and until the first one has come. */
  let overdue: NodeJS.Timeout | null = null
  const expectWithin = (ms: number) => {
    overdue ??= setTimeout(() => socket.destroy(), ms)
  }
  const expectNothing = () => {
    if (overdue) clearTimeout(overdue)
    overdue = null
  }
  expectWithin(limits.firstRequestMs)

  const client: Client = {
    ...who,
    notify(name, value) {
      if (gone) return
      const message = frame({ jsonrpc: '2.0', method: name, params: v.parse(notifications[name], value) })
      if (socket.writableLength > limits.unreadBytes) waiting.set(name, message)
      else socket.write(message)
    },
    onGone(undo) {
      if (gone) undo()
      else goodbyes.add(undo)
    },
  }

  const send = (message: object) => {
    if (!gone) socket.write(frame({ jsonrpc: '2.0', ...message }))
  }
  /** A client that has not read its answers is not read either; `drain` says that it has, and then its requests are read again. */
  const readOn = () => {
    if (!gone && socket.writableLength <= limits.unreadBytes) socket.resume()
  }
  socket.on('drain', () => {
    for (const message of waiting.values()) socket.write(message)
    waiting.clear()
    readOn()
  })

  const reader = createFrameReader({
    maxBytes: maxMessageBytes,
    announced(length) {
      if (!place.reserve(length)) throw new FrameRefused('another long message of this user is not done with')
    },
  })

  async function answer(id: number | string, method: string, params: unknown) {
    if (!isRequest(method)) {
      send({ id, error: { code: methodNotFound, message: `There is no verb ${method}.` } })
      return
    }
    if (running.size >= limits.requestsInFlight) {
      const failure = new RequestFailed('busy', `${limits.requestsInFlight} requests at a time are enough.`)
      send({ id, error: errorOf(failure) })
      return
    }
    const cancelled = new AbortController()
    running.set(id, cancelled)
    try {
      send({ id, result: await perform(method, params, handlers, client, cancelled.signal) })
    } catch (error) {
      if (!(error instanceof RequestFailed)) log('helper', 'error', `${method}: ${textOf(error)}`)
      send({ id, error: errorOf(error, method) })
    } finally {
      running.delete(id)
    }
  }

  async function take(bytes: Buffer) {
    const parsed = v.safeParse(Message, JSON.parse(bytes.toString('utf8')))
    if (!parsed.success) throw new FrameRefused('no request')
    const { id, method, params } = parsed.output
    if (id !== undefined && running.has(id)) throw new FrameRefused('a number that is in use')
    if (id !== undefined) await answer(id, method, params)
    else if (method === '$/cancelRequest') {
      const which = v.safeParse(Cancel, params)
      if (which.success) running.get(which.output.id)?.abort()
    }
  }

  const refuse = (error: unknown) => {
    log('helper', 'debug', `client ${who.peer.pid}: ${error instanceof Error ? error.message : error}`)
    socket.destroy()
  }
  socket.on('data', (piece: Buffer) => {
    // Each turn of the event loop takes one piece of each client: a client that sends much does not keep the others waiting.
    socket.pause()
    setImmediate(readOn)
    try {
      const messages = reader.push(piece)
      if (messages.length > 0) expectNothing()
      if (reader.begun) expectWithin(limits.messageMs)
      for (const message of messages)
        take(message)
          .catch(refuse)
          .finally(() => place.release(message.length))
    } catch (error) {
      refuse(error)
    }
  })
  socket.once('close', () => {
    gone = true
    expectNothing()
    place.leave()
    for (const cancelled of running.values()) cancelled.abort()
    for (const undo of goodbyes) undo()
  })
}

const textOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))

function errorOf(error: unknown, method = '') {
  const failure = error instanceof RequestFailed ? error : diskFailure(method, error)
  if (failure) return { code: requestFailureCode, message: failure.message, data: failure.failure }
  const message = `${method} failed inside the helper; its log has the details.`
  return { code: requestFailureCode, message, data: { code: 'internal' } }
}

async function perform<Name extends RequestName>(
  name: Name,
  given: unknown,
  handlers: Handlers,
  client: Client,
  cancelled: AbortSignal,
): Promise<unknown> {
  const { params, result, authority, deadlineMs } = requests[name]
  if (!client.authority.includes(authority)) {
    throw new RequestFailed('not-authorised', `User ${client.peer.uid} may not ask this helper to ${name}.`)
  }
  const parsed = v.safeParse(params, given)
  if (!parsed.success) {
    const [issue] = parsed.issues
    const place = v.getDotPath(issue) ?? ''
    throw new RequestFailed('usage', [`${name}:`, place, issue.message].filter(Boolean).join(' '), { place })
  }
  const deadline = AbortSignal.timeout(deadlineMs)
  const signal = AbortSignal.any([cancelled, deadline])
  const handler = handlers[name] as (params: unknown, client: Client, signal: AbortSignal) => unknown
  const ended = new Promise<never>((_, reject) => {
    const end = () =>
      reject(
        deadline.aborted
          ? new RequestFailed('timed-out', `${name} was not done in time.`)
          : new RequestFailed('cancelled', `${name} was cancelled.`),
      )
    signal.addEventListener('abort', end, { once: true })
  })
  const done = (async () => handler(parsed.output, client, signal))()
  return v.parse(result, await Promise.race([done, ended]))
}
