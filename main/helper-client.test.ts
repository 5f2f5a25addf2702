import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { protocolVersion } from '../helper/contract/requests.ts'
import { connectHelper } from './helper-client.ts'
import { wordFailure } from './helper-failure.ts'

const framed = (message: object) => {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message })
  return `Content-Length: ${text.length}\r\n\r\n${text}`
}
const hello = { version: '1', protocol: protocolVersion, uid: 0, authority: [] }
const counters = framed({ method: 'counters', params: { at: '2026-01-01T00:00:00Z', layers: [] } })

afterEach(() => void vi.useRealTimers())

test('a connection that ends in the middle of a message leaves no timer, which would keep a command from its end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'client-'))
  const socket = join(folder, 'helper.sock')
  const server = createServer((connection) => {
    connection.once('data', (question: Buffer) => {
      const { id } = JSON.parse(question.toString().split('\r\n\r\n')[1] ?? '')
      connection.write(framed({ id, result: hello }))
      // A whole message, and the beginning of another.
      connection.once('data', () => connection.write(counters + counters.slice(0, -1)))
    })
  }).listen(socket)
  await once(server, 'listening')
  const helper = await connectHelper({ socket, chosen: true })
  if (!helper.ok) throw new Error(helper.failure.code)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const told = new Promise((done) => helper.value.on('counters', done))
  const asked = helper.value.request('status', {})
  await told
  helper.value.close()
  expect(await asked).toMatchObject({ ok: false })
  expect(vi.getTimerCount()).toBe(0)
  server.close()
  rmSync(folder, { recursive: true })
})

test('a socket in a folder that others write to is not asked, unless it was named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'client-'))
  chmodSync(folder, 0o777)
  const socket = join(folder, 'helper.sock')
  const address = { socket, chosen: false, program: '/opt/Roam 6/roam6-helper' }
  const answer = await connectHelper(address)
  if (answer.ok) throw new Error('it was asked')
  expect(answer.failure).toMatchObject({
    code: 'not-trusted',
    owner: expect.stringMatching(/^of (anybody|\w+ \(user)/),
  })
  expect(wordFailure(answer.failure).remedy).toContain(
    `sudo '/opt/Roam 6/roam6-helper' start --allow-uid ${process.getuid?.()} --socket ${socket}`,
  )
  expect(await connectHelper({ ...address, chosen: true })).toMatchObject({ failure: { code: 'no-helper' } })
  rmSync(folder, { recursive: true })
})
