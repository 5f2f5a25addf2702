/** This program is `roam6`, the command line. It only puts the parts together; the verbs are in verbs/. */
import { join } from 'node:path'
import { defaultSocket } from '../default-socket.ts'
import { connectHelper } from '../helper-client.ts'
import { wordFailure } from '../helper-failure.ts'
import { type Understood, understand } from './arguments.ts'
import { ask } from './ask.ts'
import { exitOf } from './common.ts'
import { endWithOutput, terminal } from './terminal.ts'
import { help, verbHelp, versionLine } from './text/help.ts'
import { type Context, type Ending, type Exit, json, tryHelp, UsageError } from './verb.ts'
import { verbs } from './verbs.ts'

/** It lies beside this program, as both are built and installed. */
const helperProgram = join(import.meta.dirname, '../roam6-helper')

async function main(words: readonly string[]): Promise<Exit> {
  const call = understand(words, verbs)
  const written = terminal(call.value('color') ?? 'auto')
  if (call.has('version')) {
    written.print(versionLine())
    return 0
  }
  if (call.has('help')) {
    written.print(call.named ? verbHelp(call.verb) : help(verbs))
    return 0
  }
  // An empty variable counts as none.
  const chosen = call.value('socket') ?? (process.env.ROAM6_SOCKET || undefined)
  const interruption = new AbortController()
  process.once('SIGINT', () => interruption.abort()).once('SIGTERM', () => interruption.abort())
  const context: Context = {
    json: call.has('json'),
    ...written,
    ask,
    connect: () =>
      connectHelper({ socket: chosen ?? defaultSocket, chosen: chosen !== undefined, program: helperProgram }),
    interrupted: interruption.signal,
    now: () => new Date(),
  }
  const ending = await runVerb(call, context)
  written.progress('')
  if (typeof ending === 'number') return ending
  const { message, remedy } = wordFailure(ending)
  if (context.json) written.print(json({ failure: { ...ending, message, remedy } }))
  if (!call.has('quiet')) written.note(remedy === undefined ? message : `${message}\n${remedy}`)
  return exitOf(ending)
}

/** A verb that finds its call wrong need not say which verb it is. */
async function runVerb({ verb, ...call }: Understood, context: Context): Promise<Ending> {
  try {
    return await verb.run(call, context)
  } catch (error) {
    throw error instanceof UsageError && error.remedy === undefined
      ? new UsageError(error.message, tryHelp(verb))
      : error
  }
}

endWithOutput()

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  const stop = /[.?]$/.test(error.message) ? '' : '.'
  terminal('auto').note(`roam6: ${error.message}${stop} ${error.remedy ?? tryHelp()}`)
  process.exitCode = 2
}
