import { versionLine } from '../text/help.ts'
import type { Verb } from '../verb.ts'

export const version: Verb = {
  name: 'version',
  summary: 'print the version',
  offline: true,
  async run(_call, context) {
    context.print(versionLine())
    return 0
  },
}
