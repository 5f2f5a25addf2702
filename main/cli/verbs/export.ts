import { tellExactly, type Verb } from '../verb.ts'

export const exportProfile: Verb = {
  name: 'export',
  summary: 'print a whole profile as TOML, its keys and secrets included',
  details: 'For administrators. What it prints can be imported again, here or elsewhere.',
  operand: { name: 'NAME', required: true, says: 'the profile', completes: 'profiles' },
  run: (call, context) =>
    tellExactly(context, { profile: call.operands[0] ?? '', secrets: true }, ({ toml }) => toml.trimEnd()),
}
