import type { ProfileSummary } from '../../../helper/contract/profile.ts'
import { stackName } from '../../contract/words/layers.ts'
import { columns } from '../text/columns.ts'
import { tell, type Verb } from '../verb.ts'

const starts: Readonly<Record<ProfileSummary['start'], string>> = {
  manual: '',
  login: 'connects at login',
  demand: 'connects on demand',
}

export const profiles: Verb = {
  name: 'profiles',
  summary: 'list the installed profiles',
  flags: [{ name: 'names', says: 'only their names, one a line' }],
  run: (call, context) =>
    tell(context, 'profiles', {}, (list) => {
      if (call.has('names')) return list.map(({ name }) => name).join('\n')
      if (list.length === 0) return 'No profile yet. Install one: roam6 import FILE'
      return columns(
        list.map(({ name, layers, gateway, start }) => [name, stackName(layers), gateway, starts[start]]),
      ).join('\n')
    }),
}
