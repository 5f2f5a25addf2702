import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readHere } from '../../test/fakes/read-here.ts'
import { openRpc, type RpcFixture } from '../../test/fakes/rpc.ts'
import { seed001Toml } from '../../test/fakes/seed001.ts'
import { off } from '../../test/fakes/world.ts'
import type { Counters, Snapshot } from '../contract/snapshot.ts'
import { createEventBook } from '../service/event-book.ts'
import { createLogBook } from '../system/log.ts'
import { openProfileStore } from '../system/profile-store.ts'
import { createHandlers, type HandlerPorts } from './handlers.ts'

let folder: string
let rpc: RpcFixture
const snapshots = new Set<(snapshot: Snapshot) => void>()
const samples = new Set<(sample: Counters) => void>()
const now = off(new Date())
const subscribing = <Value>(listeners: Set<(value: Value) => void>) => ({
  subscribe(listener: (value: Value) => void) {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
})

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'roam6-handlers-'))
  rpc = openRpc()
  const never = () => Promise.reject(new Error('not asked for in these tests'))
  const ports: HandlerPorts = {
    version: '1',
    logs: createLogBook(() => {}),
    events: createEventBook(() => new Date().toISOString()),
    readFiles: readHere,
    test: never,
    stop: () => {},
    profiles: openProfileStore(folder),
    store: {
      view: () => never as never,
      snapshot: () => now,
      update: () => {},
      ...subscribing(snapshots),
    },
    traffic: subscribing(samples),
    loop: { profileName: null, wantsHome: false, profileChanged() {} } as Partial<
      HandlerPorts['loop']
    > as HandlerPorts['loop'],
  }
  await rpc.start(process.getuid?.(), createHandlers(ports))
})
afterEach(async () => {
  await rpc.close()
  rmSync(folder, { recursive: true })
})

test('a client that watches, and asks anew, watches once, as it asked last; gone, it watches no more', async () => {
  const { connection, socket } = await rpc.client()
  for (const counters of [true, true, false, true, false]) {
    await connection.sendRequest('watch', { counters })
    expect([snapshots.size, samples.size]).toEqual([1, counters ? 1 : 0])
  }
  socket.destroy()
  await expect.poll(() => snapshots.size).toBe(0)
})

test('whoever watches is told who asked for what, and all of it can be asked for', async () => {
  const { connection, socket } = await rpc.client()
  const told: string[] = []
  connection.onNotification('event', ({ text }: { text: string }) => {
    told.push(text)
  })
  await connection.sendRequest('watch', { counters: false })
  const files = [{ name: 'home.toml', content: seed001Toml }]
  await connection.sendRequest('import', { files, dryRun: true, replace: false })
  await connection.sendRequest('import', { files, dryRun: false, replace: false })
  await connection.sendRequest('remove', { profile: 'Home lab' })
  const who = process.getuid?.() === 0 ? 'Root' : `User ${process.getuid?.()}`
  const texts = [`${who} installed the profile Home lab.`, `${who} removed the profile Home lab.`]
  expect(await connection.sendRequest('events', { last: 9 })).toMatchObject(texts.map((text) => ({ text })))
  expect(told).toEqual(texts)
  socket.destroy()
})

test('whoever watches is told of profiles that others install and remove', async () => {
  const [watcher, other] = await Promise.all([rpc.client(), rpc.client()])
  const told: string[][] = []
  watcher.connection.onNotification('profiles', ({ installed }: { installed: { name: string }[] }) => {
    told.push(installed.map(({ name }) => name))
  })
  await watcher.connection.sendRequest('watch', { counters: false })
  const files = [{ name: 'home.toml', content: seed001Toml }]
  await other.connection.sendRequest('import', { files, dryRun: true, replace: false })
  await other.connection.sendRequest('import', { files, dryRun: false, replace: false })
  await other.connection.sendRequest('remove', { profile: 'Home lab' })
  await other.connection.sendRequest('remove', { profile: 'Home lab' })
  await watcher.connection.sendRequest('hello', {})
  expect(told).toEqual([['Home lab'], []])
  for (const { socket } of [watcher, other]) socket.destroy()
})
