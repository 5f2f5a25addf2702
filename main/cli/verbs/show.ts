import type { HostFile } from '../../../helper/contract/requests.ts'
import { tellExactly, type Verb } from '../verb.ts'

export const show: Verb = {
  name: 'show',
  summary: 'print a profile as TOML',
  details: 'For tinc, the host file that the gateway needs of this laptop follows, as comments.',
  operand: { name: 'NAME', required: true, says: 'the profile', completes: 'profiles' },
  flags: [{ name: 'secrets', says: 'with its keys and secrets (administrators only)' }],
  run: (call, context) =>
    tellExactly(context, { profile: call.operands[0] ?? '', secrets: call.has('secrets') }, ({ toml, hostFile }) =>
      [toml.trimEnd(), ...(hostFile ? ['', ...asComment(hostFile)] : [])].join('\n'),
    ),
}

/** What is printed stays a profile that can be read. */
const asComment = ({ name, content }: HostFile): string[] => [
  `# For the gateway, as ${name} of its network:`,
  ...content
    .trimEnd()
    .split('\n')
    .map((line) => `# ${line}`),
]
