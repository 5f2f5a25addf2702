/** What a client of the helper is told where it is not served. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectHelper } from '../../main/helper-client.ts'
import { openRpc, type RpcFixture } from '../fakes/rpc.ts'

let rpc: RpcFixture
beforeEach(async () => {
  rpc = openRpc()
  await rpc.start()
})
afterEach(() => rpc.close())

const connect = () => connectHelper({ socket: rpc.path, chosen: true })

test('the words of the helper arrive, before it hangs up and after', async () => {
  const all = await Promise.all(Array.from({ length: 16 }, connect))
  expect(all.every(({ ok }) => ok)).toBe(true)
  const refused = await Promise.all(Array.from({ length: 20 }, connect))
  for (const answer of refused)
    expect(answer).toMatchObject({ ok: false, failure: { code: 'refused', reason: { code: 'busy' } } })
  for (const answer of all) if (answer.ok) answer.value.close()
  await expect.poll(async () => (await connect()).ok).toBe(true)
})
