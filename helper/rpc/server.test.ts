import { chmodSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { asNobody, CancellationTokenSource, closed, openRpc, type RpcFixture } from '../../test/fakes/rpc.ts'
import { RequestFailed } from './request-failed.ts'

let rpc: RpcFixture
beforeEach(() => {
  rpc = openRpc()
})
afterEach(() => rpc.close())

const uid = process.getuid?.() ?? 0
const noProfiles = { installed: [], unreadable: [] }

describe('the socket', () => {
  test('tells who the kernel says is asking', async () => {
    await rpc.start()
    const { connection, socket } = await rpc.client()
    expect(await connection.sendRequest('hello', {})).toMatchObject({ uid })
    socket.destroy()
  })

  test('replaces what a killed helper left, refuses what is no socket, and what another helper serves', async () => {
    await rpc.start()
    await expect(rpc.another()).rejects.toThrow('another helper serves')
    await rpc.stop()
    writeFileSync(rpc.path, '')
    await expect(rpc.start()).rejects.toThrow('is no socket')
    expect(statSync(rpc.path).isFile()).toBe(true)
  })
})

describe('a request', () => {
  test('that fails has a code and a sentence', async () => {
    await rpc.start(uid, {
      up: ({ profile }) => {
        throw new RequestFailed('unknown-profile', `There is no profile “${profile}”.`)
      },
    })
    const { connection, socket } = await rpc.client()
    await expect(connection.sendRequest('up', { profile: 'Nowhere' })).rejects.toMatchObject({
      message: 'There is no profile “Nowhere”.',
      data: { code: 'unknown-profile' },
    })
    socket.destroy()
  })

  test.each([
    ['a path for a name', 'show', { profile: '../../etc/shadow', secrets: false }, 'profile'],
    ['a key too many', 'status', { argv: ['-c', 'id'] }, 'argv'],
    ['__proto__', 'profiles', JSON.parse('{"__proto__": {"admin": true}, "x": 1}'), '__proto__'],
    ['no content', 'import', { files: [], dryRun: true, replace: false }, 'files'],
  ])('with %s is refused, and says where', async (_, method, params, place) => {
    await rpc.start()
    const { connection, socket } = await rpc.client()
    await expect(connection.sendRequest(method, params)).rejects.toMatchObject({ data: { code: 'usage', place } })
    socket.destroy()
  })

  test.each([undefined, null, [], 'x'])('without params is a usage error: %o', async (params) => {
    await rpc.start()
    const socket = connect(rpc.path)
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'status', params })
    const answer = new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(String(chunk))))
    socket.write(`Content-Length: ${body.length}\r\n\r\n${body}`)
    expect(JSON.parse((await answer).split('\r\n\r\n')[1] ?? '')).toMatchObject({
      error: { code: -32000, data: { code: 'usage' } },
    })
    socket.destroy()
  })

  test('of a verb that there is not is refused', async () => {
    await rpc.start()
    const { connection, socket } = await rpc.client()
    for (const method of ['exec', 'toString', '__proto__'])
      await expect(connection.sendRequest(method, { command: 'id' })).rejects.toThrow('There is no verb')
    socket.destroy()
  })

  test('that breaks inside is told so, without what broke', async () => {
    await rpc.start(uid, { down: () => Promise.reject(new Error('secret')) })
    const { connection, socket } = await rpc.client()
    await expect(connection.sendRequest('down', {})).rejects.toMatchObject({
      message: 'down failed inside the helper; its log has the details.',
      data: { code: 'internal' },
    })
    socket.destroy()
  })

  test.each([
    ['ENOSPC', 'no space left', 'Make room'],
    ['EDQUOT', 'quota', 'quota'],
    ['EROFS', 'read-only', 'writable'],
    ['EIO', 'cannot be read or written', 'disk'],
  ])('that the disk refuses with %s says so, where, and what to do', async (code, why, remedy) => {
    const path = '/var/lib/roam6/intent.json.new'
    await rpc.start(uid, {
      up: () => {
        throw Object.assign(new Error(`${code}: refused, write`), { code, path, syscall: 'write' })
      },
    })
    const { connection, socket } = await rpc.client()
    await expect(connection.sendRequest('up', { profile: 'home' })).rejects.toMatchObject({
      message: expect.stringMatching(new RegExp(`^up: .*${why}.*/var/lib/roam6`)),
      data: { code: 'disk', place: path, remedy: expect.stringContaining(remedy) },
    })
    socket.destroy()
  })

  /** A verb that ends when it is told to. */
  const waits = () => {
    const told = { begun: () => {}, aborted: () => {} }
    const begun = new Promise<void>((resolve) => {
      told.begun = resolve
    })
    const aborted = new Promise<void>((resolve) => {
      told.aborted = resolve
    })
    const down = (_: object, __: object, signal: AbortSignal) =>
      new Promise<never>(() => {
        told.begun()
        signal.addEventListener('abort', told.aborted)
      })
    return { begun, aborted, down }
  }

  test('can be cancelled', async () => {
    const { begun, aborted, down } = waits()
    await rpc.start(uid, { down })
    const { connection, socket } = await rpc.client()
    const source = new CancellationTokenSource()
    const answer = connection.sendRequest('down', {}, source.token)
    await begun
    source.cancel()
    await expect(answer).rejects.toMatchObject({ data: { code: 'cancelled' } })
    await aborted
    socket.destroy()
  })

  test('is cancelled when its client goes', async () => {
    const { begun, aborted, down } = waits()
    await rpc.start(uid, { down })
    const { connection, socket } = await rpc.client()
    connection.sendRequest('down', {}).catch(() => undefined)
    await begun
    socket.destroy()
    connection.dispose()
    await aborted
  })
})

describe('a stranger', () => {
  beforeEach(() => rpc.start(uid + 1))

  test('is refused by the kernel: the socket is of the user that is served, and nobody else’s', async () => {
    const { uid: owner, mode } = statSync(rpc.path)
    expect(mode & 0o777).toBe(0o600)
    // Only root can give it away, and play somebody else.
    expect(owner).toBe(uid === 0 ? uid + 1 : uid)
    if (uid === 0) expect(await asNobody(rpc.path, "socket.on('error', ({ code }) => tell(code))")).toBe('EACCES')
  })

  test('who opens 40 connections and says nothing keeps none of them, and nobody from being answered', async () => {
    chmodSync(rpc.path, 0o666)
    // It neither writes nor ends, so the helper is who ends each of them.
    const crowd = `const open = () => require('node:net').connect({ path: process.argv[1], allowHalfOpen: true })
      const ends = (one) => new Promise((end) => one.on('error', end).on('end', end).resume())
      Promise.all(Array.from({ length: 40 }, () => ends(open()))).then((all) => tell(all.length))`
    const told = asNobody(rpc.path, crowd)
    const { connection, socket } = await rpc.client()
    // Who is not root is served as nobody here, and told so itself.
    if (uid === 0) expect(await connection.sendRequest('hello', {})).toMatchObject({ uid })
    socket.destroy()
    expect(await told).toBe('40')
  })

  test('is told why at once, and hung up on, whatever it sends or does not send', async () => {
    // As if the door stood open: who somebody is and what they may is decided by SO_PEERCRED all the same.
    chmodSync(rpc.path, 0o666)
    const listens = `let all = ''
      socket.on('error', () => {})
      socket.on('data', (chunk) => { all += chunk })
      socket.on('close', () => tell(all))`
    const sends = `${listens}; socket.write('Content-Length: 100000000\\r\\n\\r\\n' + 'x'.repeat(1e6))`
    for (const words of await Promise.all([asNobody(rpc.path, listens), asNobody(rpc.path, sends)])) {
      expect(words).toContain('"method":"refused"')
      expect(words).toContain('"code":"not-authorised"')
      expect(words).not.toContain('"id"')
    }
  })
})

describe('noise', () => {
  test.each([
    ['no header', 'GET / HTTP/1.1\r\n\r\n'],
    ['a body that is no JSON', 'Content-Length: 3\r\n\r\n{{{'],
    ['a body that is no request', 'Content-Length: 2\r\n\r\n{}'],
    ['a length that is none', 'Content-Length: -1\r\n\r\n{}'],
    ['no length', 'Content-Length: 0\r\n\r\n'],
  ])('%s ends that connection and no other', async (_, text) => {
    await rpc.start()
    const noisy = connect(rpc.path)
    noisy.on('error', () => undefined)
    const end = closed(noisy)
    noisy.write(text)
    await end
    const { connection, socket } = await rpc.client()
    expect(await connection.sendRequest('profiles', {})).toEqual(noProfiles)
    socket.destroy()
  })
})
