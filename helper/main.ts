/**
 * The program. `roam6-helper` serves in the foreground as root, and ends on SIGTERM with everything undone but the guard of a home that is
 * wanted; `roam6-helper start` does so detached, for the app. The options are in options.ts.
 */
import { join } from 'node:path'
import { helperHelp, helperUsage, understandHelper } from './options.ts'
import { allowedUser } from './rpc/allowed-user.ts'
import { runHelper } from './run-helper.ts'
import { version } from './version.ts'

function fail(message: string, exitCode: number): never {
  process.stderr.write(`roam6-helper: ${message}\n`)
  process.exit(exitCode)
}

function readArguments() {
  try {
    return understandHelper(process.argv.slice(2))
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n${helperUsage}`, 2)
  }
}

function say(text: string): never {
  process.stdout.write(`${text}\n`)
  process.exit(0)
}

const { ask, verb, socket, state, runtime, allowUid } = readArguments()
if (ask === 'help') say(helperHelp())
if (ask === 'version') say(`roam6-helper ${version}`)
const allowedUid = allowedUser(verb, allowUid, process.env)
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
  }
} catch (error) {
  fail(error instanceof Error ? error.message : String(error), 1)
}
