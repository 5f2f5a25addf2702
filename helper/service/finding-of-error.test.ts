import { expect, test } from 'vitest'
import { EffectFailed } from '../system/effects.ts'
import { findingOfError } from './finding-of-error.ts'

const change = { kind: 'xfrm-owner', ifId: 1 } as const
const refused = (command: string, answer: string) => new EffectFailed(change, command, answer)

test.each<[unknown, object]>([
  [
    refused('ip link add roam6 mtu 1414 type gre local 1.2.3.4', 'Error: Unknown device type.'),
    { code: 'kernel-without', args: { feature: 'GRE', module: 'ip_gre' } },
  ],
  [
    refused('ip link add roam6 mtu 1414 type ip6gre local fd00::1', 'RTNETLINK answers: Operation not supported'),
    { code: 'kernel-without', args: { module: 'ip6_gre' } },
  ],
  [
    refused('ip xfrm state add src 1.2.3.4', 'RTNETLINK answers: Protocol not supported'),
    { code: 'kernel-without', args: { module: 'xfrm_user' } },
  ],
  [
    refused('ip link add roam6 mtu 1414 type gre local 1.2.3.4', 'RTNETLINK answers: File exists'),
    { code: 'name-taken', args: { interface: 'roam6' } },
  ],
  [
    refused('ip address add fd00::1/64 dev roam6', 'RTNETLINK answers: Permission denied'),
    {
      ...{ code: 'effect-failed', args: { command: 'ip address add fd00::1/64 dev roam6' } },
      evidence: ['ip address add fd00::1/64 dev roam6: RTNETLINK answers: Permission denied'],
    },
  ],
  [new TypeError('a fault'), { code: 'internal-error', args: { what: 'a fault' } }],
  ['no error at all', { code: 'internal-error', args: { what: 'no error at all' }, evidence: [] }],
])('%s', (error, found) => {
  expect(findingOfError(error)).toMatchObject(found)
})
