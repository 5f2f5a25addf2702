import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node'
import { RequestFailed } from './request-failed.ts'
import { type Handlers, type RpcServer, serve } from './server.ts'

let folder: string
let socketPath: string
let server: RpcServer | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rpc-'))
  socketPath = join(folder, 'helper.sock')
})
afterEach(async () => {
  await server?.close()
  server = undefined
  rmSync(folder, { recursive: true })
})

const uid = process.getuid?.() ?? 0
const never = () => Promise.reject(new Error('not asked for in these tests'))
let begun = () => {}
const handlers: Handlers = {
  hello: (_, { peer, authority }) => ({ version: '1', protocol: 1, uid: peer.uid, authority: [...authority] }),
  status: never,
  watch: never,
  up: ({ profile }) => {
    throw new RequestFailed('unknown-profile', `There is no profile “${profile}”.`)
  },
  down: (_, __, signal) =>
    new Promise((_resolve, reject) => {
      begun()
      signal.addEventListener('abort', () => reject(signal.reason))
    }),
  test: never,
  mtu: never,
  profiles: () => ({ installed: [], unreadable: [] }),
  show: ({ profile }) => ({ toml: profile }),
  import: never,
  remove: never,
  logs: () => [],
  stop: never,
}
const start = async (allowedUid: number | null = uid) => {
  server = await serve(socketPath, allowedUid, handlers, () => undefined)
}

async function client() {
  const socket = connect(socketPath)
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket))
  connection.listen()
  return { socket, connection }
}
const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))

describe('the socket', () => {
  test('tells who the kernel says is asking', async () => {
    await start()
    const { connection, socket } = await client()
    expect(await connection.sendRequest('hello', {})).toMatchObject({ uid })
    socket.destroy()
  })

  test('replaces what a killed helper left, refuses what is no socket, and what another helper serves', async () => {
    await start()
    await expect(serve(socketPath, uid, handlers, () => undefined)).rejects.toThrow('another helper serves')
    await server?.close()
    server = undefined
    writeFileSync(socketPath, '')
    await expect(start()).rejects.toThrow('is no socket')
    expect(statSync(socketPath).isFile()).toBe(true)
  })
})

describe('a request', () => {
  test('that fails has a code and a sentence', async () => {
    await start()
    const { connection, socket } = await client()
    await expect(connection.sendRequest('up', { profile: 'Nowhere' })).rejects.toMatchObject({
      message: 'There is no profile “Nowhere”.',
      data: { code: 'unknown-profile' },
    })
    socket.destroy()
  })

  test.each([
    ['a path for a name', 'show', { profile: '../../etc/shadow', secrets: false }, 'profile'],
    ['a key too many', 'status', { argv: ['-c', 'id'] }, ''],
    ['__proto__', 'profiles', JSON.parse('{"__proto__": {"admin": true}, "x": 1}'), ''],
    ['no content', 'import', { files: [], dryRun: true, replace: false }, 'files'],
  ])('with %s is refused, and says where', async (_, method, params, place) => {
    await start()
    const { connection, socket } = await client()
    await expect(connection.sendRequest(method, params)).rejects.toMatchObject({ data: { code: 'usage', place } })
    socket.destroy()
  })

  test('can be cancelled', async () => {
    await start()
    const { connection, socket } = await client()
    const { CancellationTokenSource } = await import('vscode-jsonrpc/node')
    const source = new CancellationTokenSource()
    const dispatched = new Promise<void>((resolve) => {
      begun = resolve
    })
    const answer = connection.sendRequest('down', {}, source.token)
    await dispatched
    source.cancel()
    await expect(answer).rejects.toMatchObject({ data: { code: 'internal' } })
    socket.destroy()
  })

  test('of a verb that there is not is refused', async () => {
    await start()
    const { connection, socket } = await client()
    await expect(connection.sendRequest('exec', { command: 'id' })).rejects.toThrow()
    socket.destroy()
  })
})

describe('a stranger', () => {
  /**
   * Root plays nobody; anyone else is a stranger to a helper that serves another user. It becomes nobody by itself:
   * this very Node may lie in a folder that is root's alone.
   */
  const nobody = 65534
  const becomeNobody = `process.setgroups([]); process.setgid(${nobody}); process.setuid(${nobody});`
  const ask = (script: string) =>
    new Promise<string>((resolve, reject) => {
      const child = spawn(process.execPath, ['--eval', `${uid === 0 ? becomeNobody : ''}${script}`, socketPath])
      let output = ''
      child.stdout.on('data', (chunk) => {
        output += chunk
      })
      child.on('error', reject)
      child.on('close', () => resolve(output))
    })
  const send = (bytes: string) => `
    const socket = require('node:net').connect(process.argv[1])
    socket.on('error', () => {})
    socket.on('data', (chunk) => { process.stdout.write(chunk); socket.end() })
    socket.on('close', () => process.stdout.write(' closed'))
    socket.write(${bytes})`
  const request = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'status', params: {} })

  beforeEach(async () => {
    chmodSync(folder, 0o755)
    await start(uid + 1)
  })

  test('is told that it may nothing', async () => {
    const answer = await ask(send(`${JSON.stringify(`Content-Length: ${request.length}\r\n\r\n${request}`)}`))
    expect(answer).toContain('not-authorised')
  })

  test('cannot make the helper hold what it sends', async () => {
    expect(await ask(send(`'Content-Length: 100000000\\r\\n\\r\\n' + 'x'.repeat(1e6)`))).toBe(' closed')
  })
})

describe('noise', () => {
  test.each([
    ['no header', 'GET / HTTP/1.1\r\n\r\n'],
    ['a body that is no JSON', 'Content-Length: 3\r\n\r\n{{{'],
    ['a length that is none', 'Content-Length: -1\r\n\r\n{}'],
  ])('%s ends that connection and no other', async (_, text) => {
    await start()
    const noisy = connect(socketPath)
    noisy.on('error', () => undefined)
    const end = closed(noisy)
    noisy.write(text)
    await end
    const { connection, socket } = await client()
    expect(await connection.sendRequest('profiles', {})).toEqual({ installed: [], unreadable: [] })
    socket.destroy()
  })

  test('a flood of connections is refused, and the helper serves on', async () => {
    await start()
    const flood = Array.from({ length: 200 }, () => connect(socketPath))
    for (const socket of flood) socket.on('error', () => undefined)
    await Promise.all(
      flood.map((socket) => new Promise((resolve) => socket.once('connect', resolve).once('close', resolve))),
    )
    for (const socket of flood) socket.destroy()
    await Promise.all(flood.map((socket) => (socket.closed ? undefined : closed(socket))))
    const { connection, socket } = await client()
    expect(await connection.sendRequest('profiles', {})).toEqual({ installed: [], unreadable: [] })
    socket.destroy()
  })
})
