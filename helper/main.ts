/**
 * The program: `roam6-helper --socket FILE --state DIR --runtime DIR [--allow-uid N]` serves in the foreground as root
 * and ends on SIGTERM with everything undone; `roam6-helper start` does so detached, for the app.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { allowedUser } from './rpc/allowed-user.ts'
import { runHelper } from './run-helper.ts'

// Parsers compiled with `new Function` are fast and large; ours parse a message now and then.
z.config({ jitless: true })

const usage = 'usage: roam6-helper [start] [--socket FILE] [--state DIR] [--runtime DIR] [--allow-uid N]'

function fail(message: string, exitCode: number): never {
  process.stderr.write(`roam6-helper: ${message}\n`)
  process.exit(exitCode)
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        socket: { type: 'string', default: '/run/roam6/helper.sock' },
        state: { type: 'string', default: '/var/lib/roam6' },
        runtime: { type: 'string', default: '/run/roam6' },
        'allow-uid': { type: 'string' },
      },
    })
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n${usage}`, 2)
  }
}

/** Nobody waits for it, and what starts with us has started. */
const startedMs = 2_000

/** What starting has left behind, once: V8 collects when it wants more room, which a helper that waits never does. */
function giveBack(): void {
  globalThis.gc?.({ type: 'major', flavor: 'last-resort', execution: 'sync' })
}

const { values, positionals } = readArguments()
const { socket, state, runtime } = values
const [verb, ...more] = positionals
if ((verb !== undefined && verb !== 'start') || more.length > 0) fail(usage, 2)
const allowedUid = allowedUser(verb, values['allow-uid'], process.env)
if (allowedUid === undefined) fail('--allow-uid wants a number', 2)
if (process.geteuid?.() !== 0) {
  fail('must run as root: it changes links, addresses and routes. Start it from the app, or with sudo.', 1)
}

try {
  if (verb === 'start') {
    // Loaded for this verb only: the helper itself needs none of it.
    const { startDetached } = await import('./start-detached.ts')
    await startDetached({ socket, state, runtime, allowedUid: allowedUid ?? 0 })
  } else {
    await runHelper({ socket, state, runtime, allowedUid, importCode: join(import.meta.dirname, 'profile-import.mjs') })
    setTimeout(giveBack, startedMs).unref()
  }
} catch (error) {
  fail(error instanceof Error ? error.message : String(error), 1)
}
