import { getEventListeners, once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DaemonUnheard } from '../daemon/unheard.ts'
import { connectManagement } from './management.ts'

let folder: string
let path: string
let heard: string[]
let server: Server
let socket: Promise<Socket>
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-management-'))
  path = join(folder, 'management')
  heard = []
  server = createServer().listen(path)
  socket = once(server, 'connection').then(([one]) => one)
  await once(server, 'listening')
})
afterEach(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

const listener = {
  state: (state: object) => void heard.push(JSON.stringify(state)),
  log: (line: string) => void heard.push(line),
}
const open = (signal = new AbortController().signal) => connectManagement(path, listener, signal)

test('states and lines of the log are told apart, whatever else is said', async () => {
  const management = await open()
  const daemon = await socket
  const said = [
    '>INFO:OpenVPN Management Interface Version 5',
    'SUCCESS: hold release succeeded',
    '>STATE:1767268800,CONNECTED,SUCCESS,10.8.0.2,5.6.7.8,1194,192.168.0.2,40000',
    '>STATE:1767268801,RECONNECTING,ping-restart,,,,,',
    '>STATE:',
    '>LOG:1767268800,I,TCP/UDP: Preserving recently used remote address: [AF_INET]5.6.7.8:1194, as before',
    '>LOG:',
    'nonsense',
  ]
  daemon.end(`${said.join('\r\n')}\r\n`)
  await management.closed
  expect(heard).toEqual([
    '{"name":"CONNECTED","detail":"SUCCESS","remote":"5.6.7.8","remotePort":1194,"local":"192.168.0.2"}',
    '{"name":"RECONNECTING","detail":"ping-restart","remote":"","remotePort":0,"local":""}',
    '{"name":"","detail":"","remote":"","remotePort":0,"local":""}',
    'TCP/UDP: Preserving recently used remote address: [AF_INET]5.6.7.8:1194, as before',
    '',
  ])
})

test('commands are sent a line each; closed, nothing is sent any more', async () => {
  const management = await open()
  const daemon = await socket
  management.send('state on')
  management.send('hold release')
  expect(String((await once(daemon, 'data'))[0])).toMatch(/^state on\n/)
  management.close()
  await management.closed
  management.send('state on')
})

test.each(['nobody listens', 'it is closed at once'])('it is unheard where %s', async (how) => {
  if (how === 'nobody listens') server.close()
  else void socket.then((one) => one.destroy())
  const opened = open()
  if (how === 'nobody listens') await expect(opened).rejects.toThrow(DaemonUnheard)
  else await (await opened).closed
})

test('an abort closes it, before and after it is open, and no listener is left', async () => {
  const reason = new Error('aborted')
  await expect(open(AbortSignal.abort(reason))).rejects.toBe(reason)
  const early = new AbortController()
  const opening = open(early.signal)
  early.abort(reason)
  await expect(opening).rejects.toBe(reason)
  const late = new AbortController()
  const management = await open(late.signal)
  late.abort(reason)
  await management.closed
  for (const { signal } of [early, late]) expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('a connection that failed leaves no listener to the signal', async () => {
  server.close()
  const { signal } = new AbortController()
  for (let n = 0; n < 20; n++) await expect(open(signal)).rejects.toThrow('E')
  expect(getEventListeners(signal, 'abort')).toEqual([])
})
