import type { LogLine } from '../../../helper/contract/requests.ts'
import type { HelperClient } from '../../helper-client.ts'
import { newLines } from '../new-lines.ts'
import { printEvents } from '../print-events.ts'
import { type LogRow, logRows } from '../text/log-text.ts'
import { visibleJson } from '../text/visible.ts'
import { type Call, type Context, type Ending, json, UsageError, type Verb, withHelper } from '../verb.ts'

const defaultLines = 200
/** A helper keeps as many. */
const mostLines = 2000
const followMs = 1_000

export const logs: Verb = {
  name: 'logs',
  summary: 'print what the helper and its daemons said lately',
  details:
    'Times are this machine’s own. Long lines are cut, and what a daemon says of itself at its start is one line; --full has all. With --json and --follow each line is one value.',
  flags: [
    { name: 'follow', short: 'f', says: 'go on with new lines, until interrupted' },
    { name: 'lines', short: 'n', value: 'LINES', says: `at most so many, 1 to ${mostLines} (${defaultLines})` },
    { name: 'events', says: 'what happened, a sentence each, as the window’s history has it' },
    { name: 'full', says: 'all lines, each as long as it is' },
  ],
  examples: [{ says: 'Watch a connect from a second terminal', lines: ['roam6 logs -f -n 20'] }],
  run: (call, context) => {
    const lines = linesOf(call)
    if (call.has('events')) return printEvents({ most: lines, follows: call.has('follow') }, context)
    return withHelper(context, async (helper): Promise<Ending> => {
      const follows = call.has('follow')
      // What follows is told from all that is kept.
      const first = await helper.request('logs', { lines: follows ? mostLines : lines }, context.interrupted)
      if (!first.ok) return first.failure
      const tell = teller(call.has('full'), context)
      const begun = first.value.slice(-lines)
      if (!follows && context.json) context.print(json(begun))
      else tell(begun)
      return follows ? follow(helper, first.value, tell, context) : 0
    })
  },
}

function linesOf(call: Call): number {
  const given = call.value('lines') ?? String(defaultLines)
  const lines = Number(given)
  if (Number.isInteger(lines) && lines >= 1 && lines <= mostLines) return lines
  throw new UsageError(`--lines wants a number, 1 to ${mostLines}, and not “${given}”`)
}

type Tell = (lines: readonly LogLine[]) => void

function teller(full: boolean, context: Context): Tell {
  return (lines) => {
    if (context.json) for (const line of lines) context.print(visibleJson(JSON.stringify(line)))
    else for (const row of logRows(lines, full)) context.printLines([toLine(row)])
  }
}

const toLine = ({ time, source, level, text, tone }: LogRow) => [
  { tone: 'quiet' as const, text: time },
  ` ${source.padEnd(8)} ${level.padEnd(5)} `,
  tone ? { tone, text } : text,
]

/** A helper sends no lines by itself: it is asked each second, and only as long as somebody looks. */
async function follow(helper: HelperClient, first: readonly LogLine[], tell: Tell, context: Context): Promise<Ending> {
  let known = first
  for (;;) {
    await pause(context.interrupted)
    if (context.interrupted.aborted) return 0
    const next = await helper.request('logs', { lines: mostLines }, context.interrupted)
    if (context.interrupted.aborted) return 0
    if (!next.ok) return next.failure
    tell(newLines(known, next.value))
    known = next.value
  }
}

const pause = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, followMs)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
