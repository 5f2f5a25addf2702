import { tell, type Verb } from '../verb.ts'

export const show: Verb = {
  name: 'show',
  summary: 'print a profile as TOML',
  operand: { name: 'NAME', required: true, says: 'the profile', completes: 'profiles' },
  flags: [{ name: 'secrets', says: 'with its keys and secrets (administrators only)' }],
  run: (call, context) =>
    tell(context, 'show', { profile: call.operands[0] ?? '', secrets: call.has('secrets') }, ({ toml }) =>
      toml.trimEnd(),
    ),
}
