import type { HelperClient } from '../../helper-client.ts'
import { type Answer, answered } from '../../helper-failure.ts'
import { shellWord } from '../../start-line.ts'
import { type Call, type Context, json, UsageError, type Verb, withHelper } from '../verb.ts'

export const remove: Verb = {
  name: 'remove',
  summary: 'remove a profile, its keys included',
  details: 'Disconnects first where it is connected, and asks before; without a terminal it wants --yes for that.',
  operand: { name: 'NAME', required: true, says: 'the profile', completes: 'profiles' },
  flags: [{ name: 'yes', short: 'y', says: 'do not ask' }],
  run: (call, context) => {
    const profile = call.operands[0] ?? ''
    return withHelper(context, async (helper) => {
      const agreed = await mayGo(profile, helper, call, context)
      if (!agreed.ok) return agreed.failure
      if (!agreed.value) {
        context.note(`${profile} stays.`)
        return 1
      }
      const answer = await helper.request('remove', { profile }, context.interrupted)
      if (!answer.ok) return answer.failure
      const { removed } = answer.value
      const text = removed ? `Removed ${profile}` : `There is no profile “${profile}”. List them: roam6 profiles`
      if (context.json || removed) context.print(context.json ? json(answer.value) : text)
      else context.note(text)
      return removed ? 0 : 1
    })
  },
}

/** Asks before a profile goes by which home is reached. @throws UsageError where there is nobody to ask */
async function mayGo(profile: string, helper: HelperClient, call: Call, context: Context): Promise<Answer<boolean>> {
  if (call.has('yes')) return answered(true)
  const now = await helper.request('status', {}, context.interrupted)
  if (!now.ok) return now
  if (now.value.profile !== profile || now.value.intent === 'down') return answered(true)
  const reply = await context.ask(`${profile} is in use. Disconnect, and remove it with its keys? [y/N] `, 'shown')
  if (reply === undefined)
    throw new UsageError(
      `${profile} is in use`,
      `To disconnect and remove it: roam6 remove ${shellWord(profile)} --yes`,
    )
  return answered(/^y(es)?$/i.test(reply.trim()))
}
