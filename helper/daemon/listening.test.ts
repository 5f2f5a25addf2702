import { getEventListeners, once } from 'node:events'
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { onceListening } from './listening.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-listening-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** As between bind(2) and listen(2): there, and refusing. */
async function boundOnly(path: string): Promise<void> {
  const server = createServer().listen(`${path}.elsewhere`)
  await once(server, 'listening')
  renameSync(`${path}.elsewhere`, path)
  server.close()
  await once(server, 'close')
}

let tries: number
const connecting = (path: string) => async () => {
  tries += 1
  const socket = connect(path)
  await once(socket, 'connect')
  return socket
}
beforeEach(() => {
  tries = 0
})

async function listen(path: string): Promise<Server> {
  const server = createServer().listen(path)
  await once(server, 'listening')
  return server
}

test.each(['the folder is empty', 'the socket is bound, and does not listen yet'])('it waits while %s', async (how) => {
  const path = join(folder, 'socket')
  const { signal } = new AbortController()
  if (how !== 'the folder is empty') await boundOnly(path)
  const connected = onceListening(path, connecting(path), signal)
  if (how !== 'the folder is empty') {
    while (tries < 20) await new Promise(setImmediate)
    rmSync(path)
  }
  const server = await listen(path)
  const socket = await connected
  socket.destroy()
  server.close()
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('it ends with its signal, whenever that comes', async () => {
  const path = join(folder, 'socket')
  const reason = new Error('aborted')
  await expect(onceListening(path, connecting(path), AbortSignal.abort(reason))).rejects.toBe(reason)
  const early = new AbortController()
  const absent = onceListening(path, connecting(path), early.signal)
  early.abort(reason)
  await expect(absent).rejects.toBe(reason)
  await boundOnly(path)
  const late = new AbortController()
  const refused = onceListening(path, connecting(path), late.signal)
  while (tries < 3) await new Promise(setImmediate)
  late.abort(reason)
  await expect(refused).rejects.toBe(reason)
})

test('it passes on what is no refusal', async () => {
  const path = join(folder, 'socket')
  const server = await listen(path)
  const fault = async () => {
    throw new TypeError('a fault')
  }
  await expect(onceListening(path, fault, new AbortController().signal)).rejects.toThrow(TypeError)
  server.close()
})
