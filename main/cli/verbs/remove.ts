import { tell, type Verb } from '../verb.ts'

export const remove: Verb = {
  name: 'remove',
  summary: 'remove a profile, its keys included',
  details: 'Disconnects first where it is connected.',
  operand: { name: 'NAME', required: true, says: 'the profile', completes: 'profiles' },
  run: (call, context) => {
    const profile = call.operands[0] ?? ''
    return tell(
      context,
      'remove',
      { profile },
      ({ removed }) => (removed ? `Removed ${profile}` : `There is no profile ${profile}`),
      ({ removed }) => (removed ? 0 : 1),
    )
  },
}
