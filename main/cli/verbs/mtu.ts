import { mtuText } from '../text/status-text.ts'
import { tell, type Verb } from '../verb.ts'

export const mtu: Verb = {
  name: 'mtu',
  summary: 'measure the path MTU now, and apply it',
  run: (_call, context) => tell(context, 'mtu', {}, (path) => mtuText(path).join('\n')),
}
