import type { HostFile } from '../../../helper/contract/requests.ts'
import { isFile, shownFile } from '../profile-file.ts'
import { type Context, type Ending, json, tellExactly, type Verb } from '../verb.ts'

export const show: Verb = {
  name: 'show',
  summary: 'print a profile as TOML',
  details:
    'For an installed one of tinc, the host file that the gateway needs of this laptop follows, as comments. A file is shown as it would be installed, without a helper.',
  operand: {
    name: 'NAME',
    required: true,
    says: 'the profile; or a file, whose name has a / or ends in .toml',
    completes: 'profiles and files',
  },
  flags: [{ name: 'secrets', says: 'with its keys and secrets (of an installed one: administrators only)' }],
  run: async (call, context) => {
    const [name = ''] = call.operands
    const secrets = call.has('secrets')
    if (isFile(name)) return showFile(name, secrets, context)
    return tellExactly(context, { profile: name, secrets }, ({ toml, hostFile }) =>
      [toml.trimEnd(), ...(hostFile ? ['', ...asComment(hostFile)] : [])].join('\n'),
    )
  },
}

function showFile(path: string, secrets: boolean, context: Context): Ending {
  const shown = shownFile(path, secrets)
  if (!shown.ok) return shown.failure
  if (context.json) context.print(json(shown.value))
  else context.printExactly(shown.value.toml.trimEnd())
  return 0
}

/** What is printed stays a profile that can be read. */
const asComment = ({ name, content }: HostFile): string[] => [
  `# For the gateway, as ${name} of its network:`,
  ...content
    .trimEnd()
    .split('\n')
    .map((line) => `# ${line}`),
]
