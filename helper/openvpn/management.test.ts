import { once } from 'node:events'
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { onceListening } from '../daemon/listening.ts'
import { connectManagement } from './management.ts'

const folder = mkdtempSync(join(tmpdir(), 'once-listening-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** As between bind(2) and listen(2): there, and refusing. */
async function boundOnly(path: string): Promise<void> {
  const server = createServer().listen(`${path}.elsewhere`)
  await once(server, 'listening')
  renameSync(`${path}.elsewhere`, path)
  server.close()
  await once(server, 'close')
}

const nothing = { state: () => undefined, log: () => undefined }

test('waits for a daemon whose socket is there before it listens', async () => {
  const path = join(folder, 'early')
  await boundOnly(path)
  const signal = AbortSignal.timeout(5_000)
  const connected = onceListening(path, () => connectManagement(path, nothing, signal), signal)
  await expect(connectManagement(path, nothing, signal)).rejects.toThrow('ECONNREFUSED')
  rmSync(path)
  const server = createServer().listen(path)
  const management = await connected
  management.close()
  server.close()
})

test('ends with its deadline', async () => {
  const path = join(folder, 'never')
  await boundOnly(path)
  const signal = AbortSignal.timeout(50)
  await expect(onceListening(path, () => connectManagement(path, nothing, signal), signal)).rejects.toThrow('timeout')
})
