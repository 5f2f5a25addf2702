import type { TunnelState } from '../../../helper/contract/snapshot.ts'
import { statusLines } from '../text/status-text.ts'
import { type Exit, json, UsageError, type Verb, withHelper } from '../verb.ts'

/** The status is 0 where home is reached, and another for each way in which it is not. */
const checked: Readonly<Record<TunnelState, Exit>> = {
  connected: 0,
  'at-home': 0,
  off: 5,
  connecting: 6,
  reconnecting: 6,
  failed: 7,
}

export const status: Verb = {
  name: 'status',
  summary: 'show whether you are home, with which addresses and packet size',
  details:
    'Ends with 0 whatever the state is. With --check: 0 connected or at home, 5 not connected, 6 connecting or reconnecting, 7 home is out of reach; 3 and 4 as ever.',
  flags: [
    { name: 'check', says: 'tell the state by the exit status, too' },
    { name: 'quiet', short: 'q', says: 'with --check: print nothing' },
  ],
  examples: [{ says: 'In a script', lines: ['roam6 status --check --quiet && rsync -a ~/work nas:'] }],
  run(call, context) {
    const quiet = call.has('quiet')
    if (quiet && !call.has('check')) throw new UsageError('--quiet goes with --check')
    return withHelper(context, async (helper) => {
      const answer = await helper.request('status', {}, context.interrupted)
      if (!answer.ok) return answer.failure
      if (context.json && !quiet) context.print(json(answer.value))
      else if (!quiet) context.printLines(statusLines(answer.value, context.now()))
      return call.has('check') ? checked[answer.value.state] : 0
    })
  },
}
