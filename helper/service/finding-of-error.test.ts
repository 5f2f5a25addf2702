import { expect, test } from 'vitest'
import { FakeProcesses } from '../../test/fakes/processes.ts'
import type { Change } from '../core/change/change.ts'
import { toProblem } from '../core/problem/wording.ts'
import { createEffects, EffectFailed } from '../system/effects.ts'
import { createLogBook } from '../system/log.ts'
import type { Requests } from '../system/ports.ts'
import { findingOfError, TookTooLong } from './finding-of-error.ts'

const key = '0x00112233445566778899aabbccddeeff'
const state: Change = {
  kind: 'xfrm-state',
  ifId: 0x6006,
  source: '2001:db8::1',
  destination: '2001:db8::2',
  spi: 0xc0000001,
  algorithms: ['enc', 'cbc(aes)', key],
  outputMark: null,
}

test('the kernel refuses an xfrm state add: its key is in no message, argument, evidence or log', async () => {
  const requests: Requests = {
    send: async () => ({ error: 'EINVAL', words: `"${key}" is wrong` }),
    settled: async () => {},
  }
  const nothing = { observe: () => Promise.reject(new Error('not asked')) }
  const effects = createEffects(requests, nothing, { read: () => [], write: () => {} }, new FakeProcesses(() => {}))
  const error = await effects.make([state]).catch((thrown: unknown) => thrown)
  const problem = JSON.stringify(toProblem(findingOfError(error)))
  expect(problem).toContain('xfrm state add')
  expect(problem).not.toContain(key)
  const written: string[] = []
  const logs = createLogBook((line) => written.push(line))
  logs.log('helper', 'error', String(error))
  const log = JSON.stringify([...written, ...logs.last(10)])
  expect(log).toContain('xfrm')
  expect(log).not.toContain(key)
})

const change = { kind: 'xfrm-owner', ifId: 1 } as const
const refused = (command: string, answer: string) => new EffectFailed(change, command, answer)

test.each<[unknown, object]>([
  [
    refused('ip link add roam6 mtu 1414 type gre local 1.2.3.4', 'ENOTSUP: Unknown device type'),
    { code: 'kernel-without', args: { feature: 'GRE', module: 'ip_gre' } },
  ],
  [
    refused('ip link add roam6 mtu 1414 type ip6gre local fd00::1', 'ENOTSUP'),
    { code: 'kernel-without', args: { module: 'ip6_gre' } },
  ],
  [
    refused('ip xfrm state add src 1.2.3.4', 'EPROTONOSUPPORT'),
    { code: 'kernel-without', args: { module: 'xfrm_user' } },
  ],
  [
    refused('ip link add roam6 mtu 1414 type gre local 1.2.3.4', 'EEXIST'),
    { code: 'name-taken', args: { interface: 'roam6' } },
  ],
  [
    refused('ip tuntap add dev roam6t mode tap user 60606', 'EBUSY'),
    { code: 'name-taken', args: { interface: 'roam6t' } },
  ],
  [
    refused('ip address add fd00::1/64 dev roam6', 'EACCES'),
    {
      code: 'effect-failed',
      args: { command: 'ip address add fd00::1/64 dev roam6' },
      evidence: ['ip address add fd00::1/64 dev roam6: EACCES'],
    },
  ],
  [
    new TookTooLong('Ending the daemon', 400.4),
    { code: 'system-slow', args: { what: 'Ending the daemon' }, evidence: ['given up after 400 ms'] },
  ],
  [new TypeError('a fault'), { code: 'internal-error', args: { what: 'a fault' } }],
  ['no error at all', { code: 'internal-error', args: { what: 'no error at all' }, evidence: [] }],
])('%s', (error, found) => {
  expect(findingOfError(error)).toMatchObject(found)
})
