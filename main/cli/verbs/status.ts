import { statusText } from '../text/status-text.ts'
import { tell, type Verb } from '../verb.ts'

export const status: Verb = {
  name: 'status',
  summary: 'show whether you are home, with which addresses and packet size',
  run: (_call, context) => tell(context, 'status', {}, (snapshot) => statusText(snapshot, context.now())),
}
