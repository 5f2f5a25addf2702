import { mkdtemp, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Answer, confirm, raise, reply, ViciServer } from '../../test/fakes/vici-server.ts'
import { type Section, section } from '../core/layer/ike/section.ts'
import { connectVici, type ViciError } from './vici-client.ts'
import { encodePacket, packetType } from './vici-message.ts'

let folder: string
let server: ViciServer

/** A daemon that answers as the test says. */
const serve = async (answer: Answer): Promise<string> => {
  const path = join(folder, 'vici')
  server = new ViciServer(answer)
  await server.listen(path)
  return path
}

const soon = { deadlineMs: 2_000 }
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: ViciError) => error.failure,
  )

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vici-'))
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

describe('a VICI connection', () => {
  it('answers requests in order, one on the wire at a time', async () => {
    let open = 0
    const path = await serve((packet, socket) => {
      expect(++open).toBe(1)
      setImmediate(() => {
        open--
        reply(socket, section({ echo: packet.name }))
      })
    })
    const vici = await connectVici(path, soon)
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => vici.request(name, section({}), soon)))
    expect(answers.map((answer) => answer.get('echo'))).toEqual(['a', 'b', 'c'])
    vici.close()
  })

  it('puts a segment together from single bytes, and takes several from one piece', async () => {
    const path = await serve((packet, socket) => {
      const answer = encodePacket({ type: packetType.commandResponse, name: '', message: section({ is: packet.name }) })
      if (packet.name === 'slow') for (const byte of answer) socket.write(Buffer.of(byte))
      else {
        const event = encodePacket({ type: packetType.event, name: 'x', message: section({}) })
        socket.write(Buffer.concat([event, event, answer]))
      }
    })
    const vici = await connectVici(path, soon)
    expect((await vici.request('slow', section({}), soon)).get('is')).toBe('slow')
    expect((await vici.request('fast', section({}), soon)).get('is')).toBe('fast')
    vici.close()
  })

  it('streams the events of a request and unregisters afterwards', async () => {
    const path = await serve((packet, socket) => {
      if (packet.type !== packetType.commandRequest) return void confirm(socket)
      raise(socket, 'list-sa', section({ home: { state: 'ESTABLISHED' } }))
      raise(socket, 'other', section({}))
      reply(socket, section({}))
    })
    const vici = await connectVici(path, soon)
    const seen: Section[] = []
    const options = { ...soon, event: 'list-sa', onEvent: (message: Section) => void seen.push(message) }
    await vici.request('list-sas', section({}), options)
    await vici.request('list-sas', section({}), options)
    expect(seen).toHaveLength(2)
    expect(server.sent.map((packet) => packet.type)).toEqual([3, 0, 4, 3, 0])
    vici.close()
  })

  it('registers an event once for two listeners', async () => {
    const path = await serve((_, socket) => void confirm(socket))
    const vici = await connectVici(path, soon)
    const first = await vici.subscribe('ike-updown', () => {}, soon)
    const second = await vici.subscribe('ike-updown', () => {}, soon)
    first()
    first()
    expect(server.sent).toHaveLength(1)
    second()
    await vici.subscribe('child-updown', () => {}, soon)
    expect(server.sent.map((packet) => `${packet.type} ${packet.name}`)).toEqual([
      '3 ike-updown',
      '4 ike-updown',
      '3 child-updown',
    ])
    vici.close()
  })

  it('registers anew after a registration that was given up', async () => {
    const held: Socket[] = []
    const path = await serve((packet, socket) => {
      if (packet.type === packetType.commandRequest) held.push(socket)
      else confirm(socket)
    })
    const vici = await connectVici(path, soon)
    const first = vici.request('initiate', section({}), soon)
    const abort = new AbortController()
    const given = failureOf(vici.subscribe('ike-updown', () => {}, { ...soon, signal: abort.signal }))
    abort.abort()
    expect(await given).toBe('aborted')
    const second = vici.subscribe('ike-updown', () => {}, soon)
    while (held.length === 0) await new Promise(setImmediate)
    reply(held[0] as Socket, section({}))
    await Promise.all([first, second])
    expect(server.sent.map(({ name }) => name)).toEqual(['initiate', 'ike-updown'])
    vici.close()
  })

  it('confirms to a second listener only when the daemon has confirmed', async () => {
    const held: Socket[] = []
    const path = await serve((_, socket) => void held.push(socket))
    const vici = await connectVici(path, soon)
    let isConfirmed = false
    const both = ['a', 'b'].map(() =>
      vici
        .subscribe('ike-updown', () => {}, soon)
        .then(() => {
          isConfirmed = true
        }),
    )
    while (held.length === 0) await new Promise(setImmediate)
    expect(isConfirmed).toBe(false)
    confirm(held[0] as Socket)
    await Promise.all(both)
    vici.close()
  })

  it('ends at an event that its listener cannot read, and harms nobody else', async () => {
    const path = await serve((_, socket) => {
      confirm(socket)
      raise(socket, 'list-sa', section({}))
    })
    const vici = await connectVici(path, soon)
    const unreadable = () => {
      throw new RangeError('Invalid time value')
    }
    await vici.subscribe('list-sa', unreadable, soon).catch(() => {})
    expect(await vici.closed).toMatchObject({ failure: 'malformed', message: 'Invalid time value' })
  })

  it('never waits for ever: a daemon that does not answer costs the deadline and the connection', async () => {
    const path = await serve(() => {})
    const vici = await connectVici(path, soon)
    const first = failureOf(vici.request('list-sas', section({}), { deadlineMs: 30 }))
    const behind = failureOf(vici.request('version', section({}), soon))
    expect(await first).toBe('timed-out')
    expect(await behind).toBe('timed-out')
    expect((await vici.closed).failure).toBe('timed-out')
    expect(await failureOf(vici.request('version', section({}), soon))).toBe('timed-out')
  })

  it('gives up a request that only waits for its turn without harm to the others', async () => {
    const held: Socket[] = []
    const path = await serve((_, socket) => void held.push(socket))
    const vici = await connectVici(path, soon)
    const first = vici.request('initiate', section({}), soon)
    const abort = new AbortController()
    const second = failureOf(vici.request('version', section({}), { ...soon, signal: abort.signal }))
    abort.abort()
    expect(await second).toBe('aborted')
    while (held.length === 0) await new Promise(setImmediate)
    reply(held[0] as Socket, section({ success: 'yes' }))
    expect((await first).get('success')).toBe('yes')
    vici.close()
  })

  it('closes on an abort of the request on the wire', async () => {
    const path = await serve(() => {})
    const vici = await connectVici(path, soon)
    const abort = new AbortController()
    const request = failureOf(vici.request('initiate', section({}), { ...soon, signal: abort.signal }))
    abort.abort()
    expect(await request).toBe('aborted')
    expect(await failureOf(connectVici(path, { ...soon, signal: abort.signal }))).toBe('aborted')
  })

  it.each<[string, Buffer]>([
    ['a segment longer than charon sends', Buffer.of(0x7f, 0xff, 0xff, 0xff)],
    ['an unknown packet type', Buffer.of(0, 0, 0, 1, 99)],
    ['an answer cut short', Buffer.of(0, 0, 0, 2, 1, 3)],
    ['an answer to no request', Buffer.from('00000001010000000101', 'hex')],
  ])('ends the connection at %s', async (_, bytes) => {
    const path = await serve((_packet, socket) => void socket.write(bytes))
    const vici = await connectVici(path, soon)
    vici.request('version', section({}), soon).catch(() => {})
    expect((await vici.closed).failure).toBe('malformed')
  })

  it('tells an unknown command, a daemon that went, and one that was never there', async () => {
    const path = await serve((packet, socket) => {
      if (packet.name === 'gone') socket.destroy()
      else socket.write(encodePacket({ type: packetType.commandUnknown, name: '', message: section({}) }))
    })
    const vici = await connectVici(path, soon)
    expect(await failureOf(vici.request('no-such-command', section({}), soon))).toBe('unknown')
    expect(await failureOf(vici.request('gone', section({}), soon))).toBe('closed')
    expect(await failureOf(connectVici(join(folder, 'nobody'), soon))).toBe('unreachable')
  })
})
