import { titleOf } from '../../contract/words/state.ts'
import { tell, type Verb } from '../verb.ts'

export const down: Verb = {
  name: 'down',
  summary: 'disconnect, and undo every change',
  details: 'Works in every state.',
  run: (_call, context) =>
    tell(
      context,
      'down',
      {},
      (snapshot) => titleOf(snapshot),
      (snapshot) => (snapshot.state === 'off' ? 0 : 1),
    ),
}
