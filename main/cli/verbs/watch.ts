import type { Snapshot } from '../../../helper/contract/snapshot.ts'
import { stepOf, titleOf } from '../../contract/words/state.ts'
import { visibleJson } from '../text/visible.ts'
import { type Context, type Ending, type Verb, withHelper } from '../verb.ts'

export const watch: Verb = {
  name: 'watch',
  summary: 'print every change of state until interrupted',
  details: 'With --json each line is one whole snapshot.',
  run: (_call, context) =>
    withHelper(context, async (helper) => {
      const show = printer(context)
      helper.on('snapshot', show)
      const first = await helper.request('watch', { counters: false }, context.interrupted)
      if (!first.ok) return first.failure
      show(first.value)
      return new Promise<Ending>((resolve) => {
        helper.onClose(() => resolve(3))
        context.interrupted.addEventListener('abort', () => resolve(0))
      })
    }),
}

/** Prints a snapshot unless it reads like the one before. */
function printer(context: Context): (snapshot: Snapshot) => void {
  let last = ''
  return (snapshot) => {
    const line = context.json ? visibleJson(JSON.stringify(snapshot)) : lineOf(snapshot)
    if (line === last) return
    last = line
    context.print(context.json ? line : `${context.now().toTimeString().slice(0, 8)}  ${line}`)
  }
}

function lineOf(snapshot: Snapshot): string {
  if (snapshot.state === 'connecting' || snapshot.state === 'reconnecting') {
    const found = snapshot.phases?.findLast(({ state }) => state === 'done')?.found
    return [titleOf(snapshot), stepOf(snapshot), found].filter(Boolean).join(', ')
  }
  return titleOf(snapshot)
}
