/**
 * The program: `roam6-helper --socket FILE --state DIR --runtime DIR [--allow-uid N]`.
 * Recovers, serves in the foreground as root, ends on SIGTERM with everything undone.
 */
import { parseArgs } from 'node:util'
import { runHelper } from './run-helper.ts'

const usage = 'usage: roam6-helper [--socket FILE] [--state DIR] [--runtime DIR] [--allow-uid N]'

function fail(message: string, exitCode: number): never {
  process.stderr.write(`roam6-helper: ${message}\n`)
  process.exit(exitCode)
}

function options() {
  try {
    return parseArgs({
      options: {
        socket: { type: 'string', default: '/run/roam6/helper.sock' },
        state: { type: 'string', default: '/var/lib/roam6' },
        runtime: { type: 'string', default: '/run/roam6' },
        'allow-uid': { type: 'string' },
      },
    }).values
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n${usage}`, 2)
  }
}

const { socket, state, runtime, 'allow-uid': uid } = options()
if (uid !== undefined && !/^\d{1,10}$/.test(uid)) fail(`--allow-uid wants a number, not “${uid}”`, 2)
if (process.geteuid?.() !== 0) {
  fail('must run as root: it changes links, addresses and routes. Start it from the app, or with sudo.', 1)
}
runHelper({ socket, state, runtime, allowedUid: uid === undefined ? null : Number(uid) }).catch((error: unknown) =>
  fail(error instanceof Error ? (error.stack ?? error.message) : String(error), 1),
)
