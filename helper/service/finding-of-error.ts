/** Turns an exception into a finding. A change that the system refused is told by its cause; anything else is a fault of Roam6's own. */
import type { Finding } from '../contract/problem.ts'
import { finding } from '../core/outcome.ts'
import { EffectFailed } from '../system/effects.ts'

/** The kernel's errors for a kind of link, or a family of netlink, that it does not have. */
const isLack = /^(?:EOPNOTSUPP|ENOTSUP|EPROTONOSUPPORT)\b/

/** Each row recognises a command of ours that fails where the kernel lacks something, and names what is missing with the module that has it. */
const kernelLacks = [
  { command: / type gre /, feature: 'GRE', module: 'ip_gre' },
  { command: / type ip6gre /, feature: 'GRE over IPv6', module: 'ip6_gre' },
  { command: / type xfrm /, feature: 'xfrm interfaces', module: 'xfrm_interface' },
  { command: /^ip xfrm/, feature: 'IPsec (xfrm)', module: 'xfrm_user' },
] as const

/** Something was given up at its deadline. */
export class TookTooLong extends Error {
  readonly what: string
  /** @param what as a sentence begins with it: "Ending the daemon" */
  constructor(what: string, ms: number) {
    super(`given up after ${Math.round(ms)} ms`)
    this.what = what
  }
}

export function findingOfError(error: unknown): Finding {
  if (error instanceof TookTooLong) return finding('system-slow', { what: error.what }, [error.message])
  if (!(error instanceof EffectFailed)) {
    const what = error instanceof Error ? error.message : String(error)
    return finding('internal-error', { what }, error instanceof Error && error.stack ? [error.stack] : [])
  }
  const evidence = [`${error.command}: ${error.answer}`]
  const lack = kernelLacks.find(({ command }) => command.test(error.command) && isLack.test(error.answer))
  if (lack) return finding('kernel-without', { feature: lack.feature, module: lack.module }, evidence)
  // A tun device whose name is taken is busy.
  const taken = / (?:link add|tuntap add dev) (\S+) /.exec(error.command)?.[1]
  if (taken !== undefined && /^(?:EEXIST|EBUSY)\b/.test(error.answer))
    return finding('name-taken', { interface: taken }, evidence)
  return finding('effect-failed', { command: error.command }, evidence)
}
