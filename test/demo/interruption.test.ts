import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const module = join(import.meta.dirname, 'interruption.ts')

/** Another program's listener ends the process as Playwright's does, and has to be silent. */
const program = `
import { awaitInterruption } from ${JSON.stringify(module)}
const { asked, alone } = awaitInterruption()
const waits = setInterval(() => {}, 1000)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1))
alone()
console.log('ready')
process.exitCode = await asked
clearInterval(waits)
`

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s asks the demo to end, and no other listener ends it first', async (signal, exit) => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.once('data', () => child.kill(signal))
  expect(await new Promise((done) => child.once('exit', done))).toBe(exit)
})
