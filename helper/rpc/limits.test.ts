import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { closed, openRpc, type RpcFixture } from '../../test/fakes/rpc.ts'
import { connected } from '../../test/fakes/world.ts'
import { maxMessageBytes } from '../contract/requests.ts'
import type { Client } from './client.ts'

let rpc: RpcFixture
beforeEach(() => {
  rpc = openRpc()
})
afterEach(() => rpc.close())

const uid = process.getuid?.() ?? 0
const MiB = 2 ** 20
const connectedNow = connected(new Date())
const raw = () => connect(rpc.path).on('error', () => undefined)
const header = (length: number) => `Content-Length: ${length}\r\n\r\n`

describe('what is no request', () => {
  test.each([
    ['30 MB of header without an end', () => 'X-Filler: '.padEnd(30 * MiB, 'x')],
    ['a message longer than an import', () => `${header(maxMessageBytes + 1)}{`],
    ['10 MB of [', () => `${header(10 * MiB)}${'['.repeat(10 * MiB)}`],
    ['10 MB of [{"":', () => `${header(10 * MiB)}${'[{"":'.repeat(2 * MiB)}`],
    ['a million values', () => `${header(2 * MiB)}[${'1,'.repeat(MiB - 1)}1`],
  ])('%s is refused while it arrives, and nobody waits for it', async (_, text) => {
    await rpc.start()
    const noisy = raw()
    const end = closed(noisy)
    const sent = text()
    noisy.write(sent)
    const { connection, socket } = await rpc.client()
    const begun = performance.now()
    expect(await connection.sendRequest('profiles', {})).toEqual({ installed: [], unreadable: [] })
    expect(performance.now() - begun).toBeLessThan(500)
    await end
    socket.destroy()
  })

  test('brackets and commas in a text count for nothing', async () => {
    await rpc.start()
    const { connection, socket } = await rpc.client()
    const content = `\\"[${'[{,"\\'.repeat(50_000)}`
    const request = connection.sendRequest('import', { files: [{ name: 'a', content }], dryRun: true, replace: 7 })
    await expect(request).rejects.toMatchObject({ data: { code: 'usage', place: 'replace' } })
    socket.destroy()
  })
})

describe('one user', () => {
  test('has 16 places; the 17th is told so; there is one again when another is left', async () => {
    await rpc.start()
    const all = await Promise.all(Array.from({ length: 16 }, rpc.client))
    const extra = await rpc.client()
    const told = new Promise((resolve) => extra.connection.onNotification('refused', resolve))
    expect(await told).toMatchObject({ code: 'busy' })
    await closed(extra.socket)
    const left = all[0]?.socket
    left?.destroy()
    await expect
      .poll(async () => {
        const { connection, socket } = await rpc.client()
        const refused = new Promise((resolve) => connection.onNotification('refused', resolve))
        const answer = await Promise.race([connection.sendRequest('hello', {}), refused])
        socket.destroy()
        return answer
      })
      .toMatchObject({ uid })
    for (const { socket } of all) socket.destroy()
  })

  test('has one long message at a time, whichever connection it comes by', async () => {
    await rpc.start()
    const [long, second] = [raw(), raw()]
    const ended = closed(second)
    await new Promise((resolve) => long.write(`${header(MiB)}{`, resolve))
    second.write(`${header(MiB)}{`)
    await ended
    expect(long.destroyed).toBe(false)
    long.destroy()
    // There is room again for another.
    await expect
      .poll(async () => {
        const third = raw()
        third.write(`${header(MiB)}{`)
        const other = await rpc.client()
        await other.connection.sendRequest('hello', {})
        const kept = !third.destroyed
        for (const socket of [third, other.socket]) socket.destroy()
        return kept
      })
      .toBe(true)
  })
})

describe('a client that takes its time', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())
  /** The server has taken what was written when it answers a request that came later. */
  const taken = async (socket: Socket, text: string) => {
    await new Promise((resolve) => socket.write(text, resolve))
    const other = await rpc.client()
    await other.connection.sendRequest('hello', {})
    other.socket.destroy()
  }

  test('and says nothing is hung up on after 5 s; one that has asked may watch for days', async () => {
    await rpc.start()
    const quiet = raw().resume()
    const { connection, socket } = await rpc.client()
    await connection.sendRequest('hello', {})
    vi.advanceTimersByTime(4_900)
    await connection.sendRequest('hello', {})
    expect(quiet.closed).toBe(false)
    const end = closed(quiet)
    vi.advanceTimersByTime(200)
    await end
    vi.advanceTimersByTime(86_400_000)
    expect(await connection.sendRequest('hello', {})).toMatchObject({ uid })
    socket.destroy()
  })

  test('with one message is hung up on after 10 s, however many bytes come meanwhile', async () => {
    await rpc.start()
    const { connection, socket } = await rpc.client()
    await connection.sendRequest('hello', {})
    await taken(socket, 'Content-Length: 1000\r\n')
    vi.advanceTimersByTime(6_000)
    await taken(socket, '\r\n{"jsonrpc"')
    expect(socket.closed).toBe(false)
    const end = closed(socket)
    vi.advanceTimersByTime(4_100)
    await end
  })
})

describe('a client that does not read', () => {
  const shows = (count: number) =>
    Array.from({ length: count }, (_, id) => {
      const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'show', params: { profile: 'x', secrets: false } })
      return `${header(body.length)}${body}`
    }).join('')

  test('of 6,000 requests of show gets some answered; what it sends then is not read, and nobody else waits', async () => {
    let shown = 0
    await rpc.start(uid, {
      show: () => {
        shown += 1
        return { toml: 'x'.repeat(100_000) }
      },
    })
    const deaf = raw().pause()
    deaf.write(shows(6_000))
    const { connection, socket } = await rpc.client()
    for (let turn = 0; turn < 100; turn += 1) await connection.sendRequest('hello', {})
    // Eight of each piece, until nothing more is taken.
    expect(shown).toBeLessThan(40)
    const before = shown
    deaf.resume()
    await expect.poll(() => shown).toBeGreaterThan(before)
    deaf.destroy()
    socket.destroy()
  })

  test('gets the last of what it watches when it reads again', async () => {
    let watcher: Client | undefined
    await rpc.start(uid, {
      watch: (_, client) => {
        watcher = client
        return connectedNow
      },
    })
    const { connection, socket } = await rpc.client()
    const seen: (string | null)[] = []
    connection.onNotification('snapshot', (snapshot) => void seen.push(snapshot.profile))
    await connection.sendRequest('watch', { counters: false })
    socket.pause()
    for (let n = 0; n < 1_000; n += 1) watcher?.notify('snapshot', { ...connectedNow, profile: `${n}` })
    socket.resume()
    await expect.poll(() => seen.at(-1)).toBe('999')
    expect(seen.length).toBeLessThan(999)
    socket.destroy()
  })
})

test('more than eight requests at a time of one connection are refused as busy', async () => {
  let begun = 0
  await rpc.start(uid, {
    down: () => {
      begun += 1
      return new Promise<never>(() => {})
    },
  })
  const { connection, socket } = await rpc.client()
  const waiting = Array.from({ length: 8 }, () => connection.sendRequest('down', {}).catch(() => 'ended'))
  await expect.poll(() => begun).toBe(8)
  await expect(connection.sendRequest('hello', {})).rejects.toMatchObject({ data: { code: 'busy' } })
  socket.destroy()
  connection.dispose()
  await Promise.all(waiting)
})
