/** Turns an exception into a finding. A change that the system refused is told by its cause; anything else is a fault of Roam6's own. */
import type { Finding } from '../contract/problem.ts'
import { finding } from '../core/outcome.ts'
import { EffectFailed } from '../system/effects.ts'

/** Each row recognises a command of ours and the answer by which `ip` says that the kernel lacks something, and names what is missing with the module that has it. */
const kernelLacks = [
  { command: / type gre /, answer: /Unknown device type|not supported/, feature: 'GRE', module: 'ip_gre' },
  {
    command: / type ip6gre /,
    answer: /Unknown device type|not supported/,
    feature: 'GRE over IPv6',
    module: 'ip6_gre',
  },
  {
    command: / type xfrm /,
    answer: /Unknown device type|not supported/,
    feature: 'xfrm interfaces',
    module: 'xfrm_interface',
  },
  { command: /^ip xfrm/, answer: /not supported|Protocol not/, feature: 'IPsec (xfrm)', module: 'xfrm_user' },
] as const

export function findingOfError(error: unknown): Finding {
  if (!(error instanceof EffectFailed)) {
    const what = error instanceof Error ? error.message : String(error)
    return finding('internal-error', { what }, error instanceof Error && error.stack ? [error.stack] : [])
  }
  const evidence = [`${error.command}: ${error.answer}`]
  const lack = kernelLacks.find(({ command, answer }) => command.test(error.command) && answer.test(error.answer))
  if (lack) return finding('kernel-without', { feature: lack.feature, module: lack.module }, evidence)
  const taken = / link add (\S+) /.exec(error.command)?.[1]
  if (taken !== undefined && /File exists/.test(error.answer)) {
    return finding('name-taken', { interface: taken }, evidence)
  }
  return finding('effect-failed', { command: error.command }, evidence)
}
