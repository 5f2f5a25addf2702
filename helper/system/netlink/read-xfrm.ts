/** Reads IPsec's policies and security associations. A kernel without IPsec is no fault: there are none then, and the reason is given. */
import type { Observed } from '../../core/change/observed.ts'
import { askPolicies, askStates, decodePolicy, decodeState } from '../../core/netlink/xfrm.ts'
import type { Ask } from './ask.ts'

const none = (why: string) => ({ policies: [], states: [], xfrmUnusable: `the kernel does not list its xfrm: ${why}` })

export async function readXfrm(ask: Ask): Promise<Pick<Observed, 'policies' | 'states' | 'xfrmUnusable'>> {
  // The second question waits for the first: a kernel without xfrm looks for a module each time that it is asked.
  const policies = await ask(askPolicies, decodePolicy)
  if ('refused' in policies) return none(policies.refused)
  const states = await ask(askStates, decodeState)
  if ('refused' in states) return none(states.refused)
  return { policies: policies.entries, states: states.entries }
}
