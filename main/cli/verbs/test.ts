import { reportText } from '../../contract/words/report.ts'
import type { HelperClient } from '../../helper-client.ts'
import { localClock, localTimes } from '../text/local-time.ts'
import { type Context, type Ending, json, type Verb, withHelper } from '../verb.ts'

export const test: Verb = {
  name: 'test',
  summary: 'test the way home, layer by layer, and name the one that is broken',
  details: 'Without NAME: the profile in use. Works while off and after a failure too.',
  operand: { name: 'NAME', required: false, says: 'the profile', completes: 'profiles' },
  run: (call, context) =>
    withHelper(context, async (helper): Promise<Ending> => {
      const [profile] = call.operands
      if (!context.json) noteProgress(helper, context)
      const answer = await helper.request('test', profile === undefined ? {} : { profile }, context.interrupted)
      context.progress('')
      if (!answer.ok) return answer.failure
      const report = answer.value
      context.print(context.json ? json(report) : localTimes(reportText(report, context.now(), localClock)).trimEnd())
      return report.verdict === 'fail' ? 1 : 0
    }),
}

/** Shows the check under way; the report itself comes whole, verdict first. */
function noteProgress(helper: HelperClient, context: Context): void {
  let last = ''
  helper.on('test-progress', ({ checks }) => {
    const waiting = checks.filter(({ check }) => check === undefined)
    const line = waiting[0] && `${checks.length - waiting.length} of ${checks.length}: ${waiting[0].title}`
    if (!line || line === last) return
    last = line
    context.progress(line)
  })
}
