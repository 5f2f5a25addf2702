import { expect, test } from 'vitest'
import { nothingObserved } from '../../test/fakes/observed.ts'
import { FakeProcesses } from '../../test/fakes/processes.ts'
import { seed001 } from '../../test/fakes/seed001.ts'
import { guardChanges } from '../core/change/guard.ts'
import { inputTable } from '../core/change/marks.ts'
import type { Observed } from '../core/change/observed.ts'
import { requestWords } from '../core/change/request-words.ts'
import { createEffects, EffectFailed } from './effects.ts'
import type { Refusal, Requests } from './ports.ts'
import { unlessAborted } from './unless-aborted.ts'

const surroundings = {
  gateways: ['5.6.7.8', '2001:db8:5::8'],
  networks: [{ link: 'wlan0', network: '192.168.0.0/24' }],
  behind: null,
}

const noRequests: Requests = {
  send: () => Promise.reject(new Error('nothing is sent')),
  settled: async () => {},
}
const noObserver = { observe: () => Promise.reject(new Error('not asked')) }

test.each([
  [{ kind: 'link-sysctl', interface: 'roam6', name: 'disable_ipv6', value: 0 }],
  [{ kind: 'sysctl', interface: 'all', name: 'forwarding', value: 1, before: 0 }],
] as const)('a setting that cannot be written is refused with its command, as a request is: %o', async (change) => {
  const readOnly = {
    read: () => [{ interface: change.interface, name: change.name, value: change.value }],
    write: () => {
      throw new Error('EROFS: read-only file system')
    },
  }
  const effects = createEffects(noRequests, noObserver, readOnly, new FakeProcesses(() => {}))
  const refused = await effects.make([change]).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(EffectFailed)
  expect(refused).toMatchObject({
    change,
    command: `sysctl -w net.ipv6.conf.${change.interface}.${change.name}=${change.value}`,
    answer: 'EROFS: read-only file system',
  })
})

/** A recorder of requests, as a person would type them, that refuses some. */
function recorded(refusal: (command: string) => Refusal | null = () => null) {
  const sent: string[] = []
  const requests: Requests = {
    settled: async () => {},
    send: async (request) => {
      const command = requestWords(request).join(' ')
      sent.push(command)
      return refusal(command)
    },
  }
  return { sent, requests }
}

/** What the kernel has: the changes' own links and addresses. */
const seeing = (now: Observed) => ({ observe: async () => now })
const noSettings = { read: () => [], write: () => {} }

test('the whole guard is raised without a program for each of its rules, the filter first, in one request', async () => {
  const { sent, requests } = recorded()
  const effects = createEffects(requests, noObserver, noSettings, new FakeProcesses(() => {}))
  await effects.make(guardChanges(seed001.profile, surroundings))
  expect(sent[0]).toBe('nft add table inet roam6-guard')
  expect(sent.filter((command) => !/^ip (-6 )?(rule|xfrm policy) add /.test(command))).toHaveLength(1)
})

const address = (text: string) => ({ kind: 'address', interface: 'roam6', address: text, prefixLength: 128 }) as const
const ours: Observed = {
  ...nothingObserved,
  links: [{ index: 5, name: 'roam6', alias: 'roam6 Home lab', mtu: 1400, up: true, carrier: true, loopback: false }],
  addresses: ['fd00::1', 'fd00::2', 'fd00::3'].map((text) => ({
    interface: 'roam6',
    family: 6,
    address: text,
    prefixLength: 128,
    scope: 'global',
  })),
}
const three = ['fd00::1', 'fd00::2', 'fd00::3'].map(address)

test('the first request that is refused ends what is made, and is named with the kernel’s own words', async () => {
  const { sent, requests } = recorded((command) =>
    command.includes('fd00::2') ? { error: 'EACCES', words: 'IPv6 is disabled on this device' } : null,
  )
  const effects = createEffects(requests, noObserver, noSettings, new FakeProcesses(() => {}))
  await expect(effects.make(three)).rejects.toMatchObject({
    change: three[1],
    command: 'ip address add fd00::2/128 dev roam6 noprefixroute nodad',
    answer: 'EACCES: IPv6 is disabled on this device',
  })
  expect(sent).toHaveLength(2)
})

test('undoing goes on after a refusal, backwards, and tells what is left', async () => {
  const { sent, requests } = recorded(() => ({ error: 'EADDRNOTAVAIL', words: '' }))
  const effects = createEffects(requests, seeing(ours), noSettings, new FakeProcesses(() => {}))
  expect(await effects.undo(three)).toEqual(three.toReversed())
  expect(sent.map((command) => command.split(' ')[3])).toEqual(['fd00::3/128', 'fd00::2/128', 'fd00::1/128'])
})

test('undoing ends where the kernel does not answer: the rest would wait as long', async () => {
  const { sent, requests } = recorded(() => ({ error: 'ETIMEDOUT', words: '' }))
  const effects = createEffects(requests, seeing(ours), noSettings, new FakeProcesses(() => {}))
  expect(await effects.undo(three)).toEqual(three.toReversed())
  expect(sent).toHaveLength(1)
})

test('what protects is undone last, wherever it stands in the journal', async () => {
  const { sent, requests } = recorded()
  const block = { kind: 'xfrm-block', source: 'fd00::/64', destination: 'fd00::1/128', protocol: 'gre' } as const
  const filters = { tables: { [inputTable]: {} } }
  const policy = { source: block.source, destination: block.destination, protocol: '47', direction: 'in' }
  const now: Observed = { ...ours, filters, policies: [{ ...policy, blocks: true, priority: 1, index: 8 }] }
  const effects = createEffects(requests, seeing(now), noSettings, new FakeProcesses(() => {}))
  await effects.undo([address('fd00::1'), block, { kind: 'input-filter', arrivals: [] }])
  await effects.undo([{ kind: 'input-filter', arrivals: [] }, block, address('fd00::1')])
  const once = [
    'ip address delete fd00::1/128 dev roam6',
    'ip xfrm policy delete dir in index 8',
    'nft delete table inet roam6',
  ]
  expect(sent).toEqual([...once, ...once])
})

const forEver = () => new Promise<never>(() => {})
class Unending extends FakeProcesses {
  override end(_role: string, signal?: AbortSignal) {
    return unlessAborted(signal, forEver())
  }
}
const daemon = { kind: 'process', role: '/run/x/charon', program: 'charon', arguments: [], environment: {} } as const

test.each<[string, (signal: AbortSignal) => Promise<unknown>]>([
  [
    'a daemon that does not end',
    (signal) => createEffects(noRequests, seeing(ours), noSettings, new Unending(() => {})).undo([daemon], signal),
  ],
  [
    'a look that does not end',
    (signal) =>
      createEffects(noRequests, { observe: forEver }, noSettings, new FakeProcesses(() => {})).undo(three, signal),
  ],
  [
    'a sweep whose look does not end',
    (signal) =>
      createEffects(noRequests, { observe: forEver }, noSettings, new FakeProcesses(() => {})).sweep([], signal),
  ],
])('nobody who gives up waits for %s', async (_, undoes) => {
  const abort = new AbortController()
  const undoing = undoes(abort.signal)
  const reason = new Error('down is to be answered')
  abort.abort(reason)
  await expect(undoing).rejects.toBe(reason)
})
