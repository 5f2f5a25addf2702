import type { ProfileSummary } from '../../../helper/contract/profile.ts'
import { stackName } from '../../contract/words/layers.ts'
import { unreadableText } from '../../contract/words/profile.ts'
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
    tell(context, 'profiles', {}, ({ installed, unreadable }) => {
      if (call.has('names')) return installed.map(({ name }) => name).join('\n')
      const lines = installed.map(({ name, layers, gateway, start }) => [
        name,
        stackName(layers),
        gateway,
        starts[start],
      ])
      return [
        ...(lines.length === 0 ? ['No profile yet. Install one: roam6 import FILE'] : columns(lines)),
        ...unreadable.map((one) => unreadableText(one)),
      ].join('\n')
    }),
}
