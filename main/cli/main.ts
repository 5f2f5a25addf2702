/** `roam6`: the command line. Composition only; the verbs are in verbs/. */
import { connectHelper, defaultSocket } from '../helper-client.ts'
import { wordFailure } from '../helper-failure.ts'
import { checkOperands, understand } from './arguments.ts'
import { ask } from './ask.ts'
import { exitOf } from './common.ts'
import { help, verbHelp } from './text/help.ts'
import { visible } from './text/visible.ts'
import { type Context, type Exit, json, UsageError } from './verb.ts'
import { verbs } from './verbs.ts'

declare const __VERSION__: string

const print = (text: string) => process.stdout.write(text === '' ? '' : `${visible(text)}\n`)
const printExactly = (text: string) => (process.stdout.isTTY ? print(text) : process.stdout.write(`${text}\n`))
const note = (text: string) => process.stderr.write(`${visible(text)}\n`)

async function main(words: readonly string[]): Promise<Exit> {
  const call = understand(words, verbs)
  if (call.has('version')) {
    print(`roam6 ${__VERSION__}`)
    return 0
  }
  if (call.has('help')) {
    print(call.verb ? verbHelp(call.verb) : help(verbs))
    return 0
  }
  if (!call.verb) {
    note(help(verbs))
    return 2
  }
  checkOperands(call.verb, call.operands)

  const chosen = call.value('socket') ?? process.env.ROAM6_SOCKET
  const interruption = new AbortController()
  process.once('SIGINT', () => interruption.abort()).once('SIGTERM', () => interruption.abort())
  const context: Context = {
    json: call.has('json'),
    print,
    printExactly,
    note,
    ask,
    connect: () => connectHelper({ socket: chosen ?? defaultSocket, chosen: chosen !== undefined }),
    interrupted: interruption.signal,
    now: () => new Date(),
  }
  const ending = await call.verb.run(call, context)
  if (typeof ending === 'number') return ending
  const { message, remedy } = wordFailure(ending)
  if (context.json) print(json({ failure: { ...ending, message, remedy } }))
  note(remedy === undefined ? message : `${message}\n${remedy}`)
  return exitOf(ending)
}

// A reader that went away (roam6 watch | head) is no error of ours.
process.stdout.on('error', () => process.exit(0))

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  note(`roam6: ${error.message}. Try roam6 --help`)
  process.exitCode = 2
}
