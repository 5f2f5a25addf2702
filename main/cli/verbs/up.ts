import type { Snapshot } from '../../../helper/contract/snapshot.ts'
import { phaseTitle } from '../../contract/words/layers.ts'
import { mainProblem, titleOf } from '../../contract/words/state.ts'
import type { HelperClient } from '../../helper-client.ts'
import { problemLines, statusLines } from '../text/status-text.ts'
import type { Line } from '../text/style.ts'
import { type Context, type Ending, json, UsageError, type Verb, withHelper } from '../verb.ts'

const defaultTimeout = 60
/** Nobody waits for more than a day, and a timer of more than 2^31 - 1 ms would end at once (Node, setTimeout). */
const longestTimeout = 86_400

export const up: Verb = {
  name: 'up',
  summary: 'connect to home',
  details: 'Without NAME: the only profile, or the one used last. It returns at once unless --wait is given.',
  operand: { name: 'NAME', required: false, says: 'the profile', completes: 'profiles' },
  flags: [
    { name: 'wait', says: 'return when connected (0) or failed (1)' },
    { name: 'timeout', value: 'S', says: `with --wait: give up waiting after S seconds (${defaultTimeout})` },
  ],
  examples: [{ says: 'Connect, and go on only when home', lines: ['roam6 up --wait --timeout 20 && ssh nas'] }],
  run: (call, context) => {
    if (call.has('timeout') && !call.has('wait'))
      throw new UsageError('--timeout goes with --wait: without it, up returns at once')
    const seconds = Number(call.value('timeout') ?? defaultTimeout)
    if (!(seconds > 0 && seconds <= longestTimeout))
      throw new UsageError(
        `--timeout wants a number of seconds, at most ${longestTimeout}, and not “${call.value('timeout')}”`,
      )
    const params = call.operands[0] === undefined ? {} : { profile: call.operands[0] }
    return withHelper(context, async (helper): Promise<Ending> => {
      if (call.has('wait')) return upAndWait(helper, context, params, seconds)
      const answer = await helper.request('up', params, context.interrupted)
      if (!answer.ok) return answer.failure
      context.print(context.json ? json(answer.value) : titleOf(answer.value))
      return 0
    })
  },
}

async function upAndWait(
  helper: HelperClient,
  context: Context,
  params: { profile?: string },
  seconds: number,
): Promise<Ending> {
  const before = await helper.request('watch', { counters: false }, context.interrupted)
  if (!before.ok) return before.failure
  let seen: Snapshot | undefined
  helper.on('snapshot', (snapshot) => {
    seen = snapshot
  })
  const begun = await helper.request('up', params, context.interrupted)
  if (!begun.ok) return begun.failure

  const last = await new Promise<Snapshot | 'lost'>((resolve) => {
    const tell = phaseTeller(context)
    let latest = seen ?? begun.value
    const look = (snapshot: Snapshot) => {
      latest = snapshot
      tell(snapshot)
      if (isOutcome(snapshot, begun.value, before.value)) resolve(snapshot)
    }
    helper.on('snapshot', look)
    helper.onClose(() => resolve('lost'))
    context.interrupted.addEventListener('abort', () => resolve(latest))
    setTimeout(() => resolve(latest), seconds * 1000).unref()
    look(latest)
  })
  if (last === 'lost') return 3

  const connected = isHome(last)
  if (context.json) context.print(json(last))
  else context.printLines(connected ? statusLines(last, context.now()) : failureLines(last, seconds))
  return connected ? 0 : 1
}

const isHome = ({ state }: Snapshot) => state === 'connected' || state === 'at-home'

/** A failure, or another profile's connection, that was there before says nothing about this attempt. */
function isOutcome(snapshot: Snapshot, begun: Snapshot, before: Snapshot): boolean {
  if (snapshot.profile !== begun.profile) return false
  return isHome(snapshot) || (snapshot.state === 'failed' && snapshot.since !== before.since)
}

function failureLines(last: Snapshot, seconds: number): Line[] {
  const problem = mainProblem(last)
  if (last.state !== 'failed') return [[`Not connected within ${seconds} s. ${titleOf(last)}.`]]
  return problem ? problemLines(problem) : [[titleOf(last)]]
}

/** Says each phase once, when it is done. */
function phaseTeller(context: Context): (snapshot: Snapshot) => void {
  const told = new Set<string>()
  return (snapshot) => {
    for (const { name, state, found } of snapshot.phases ?? []) {
      if (state !== 'done' || told.has(name) || context.json) continue
      told.add(name)
      context.note(`${phaseTitle(name, snapshot)}${found ? `: ${found}` : ''}`)
    }
  }
}
