/** Ten thousand connections by a stranger, as if the socket were open to all; and root meanwhile. */
import { spawn } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectHelper } from '../../main/helper-client.ts'
import { becomeNobody, openRpc, type RpcFixture } from '../fakes/rpc.ts'
import { connected } from '../fakes/world.ts'

let rpc: RpcFixture
beforeEach(() => {
  rpc = openRpc()
})
afterEach(() => rpc.close())

const uid = process.getuid?.() ?? 0
const connectedNow = connected(new Date())

/** A hundred at a time, each begun again as soon as it is hung up on: 10,000, told at the 200th, and again until it is ended. */
const flood = `${becomeNobody}
  let begun = 0
  const again = () => {
    begun += 1
    if (begun === 200 || begun === 10_000) console.log(begun)
    const one = require('node:net').connect(process.argv[1])
    one.on('error', () => {})
    one.on('close', () => setImmediate(again))
    one.resume()
  }
  for (let n = 0; n < 100; n += 1) again()`

test('10,000 connections by a stranger: root’s status and down are answered within 2 s meanwhile', async () => {
  // Who is not root floods as the served user, whose places are as few.
  await rpc.start(uid === 0 ? 1 : uid, { status: () => connectedNow, down: () => connectedNow })
  chmodSync(rpc.path, 0o666)
  const child = spawn(process.execPath, ['--eval', flood, rpc.path])
  const ended = new Promise((resolve) => child.once('close', resolve))
  const told = () => new Promise<string>((resolve) => child.stdout.once('data', (text) => resolve(String(text).trim())))
  expect(await told()).toBe('200')
  const all = told()
  for (const verb of ['status', 'down'] as const) {
    const begun = performance.now()
    const helper = await connectHelper({ socket: rpc.path, chosen: true })
    if (!helper.ok) throw new Error(helper.failure.code)
    expect((await helper.value.request(verb, {})).ok).toBe(true)
    helper.value.close()
    const ms = performance.now() - begun
    console.log(`${verb} in a flood: ${ms.toFixed(0)} ms`)
    expect(ms).toBeLessThan(2_000)
  }
  expect(await all).toBe('10000')
  child.kill('SIGKILL')
  await ended
})
