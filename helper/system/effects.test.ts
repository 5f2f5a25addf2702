import { expect, test } from 'vitest'
import { FakeProcesses } from '../../test/fakes/processes.ts'
import { seed001 } from '../../test/fakes/seed001.ts'
import { guardChanges } from '../core/change/guard.ts'
import { createEffects, EffectFailed } from './effects.ts'
import type { CommandRunner } from './ports.ts'

const surroundings = {
  gateways: ['5.6.7.8', '2001:db8:5::8'],
  networks: [{ link: 'wlan0', network: '192.168.0.0/24' }],
  behind: null,
}

const noRunner: CommandRunner = { run: () => Promise.reject(new Error('no program is started')) }
const noObserver = { observe: () => Promise.reject(new Error('not asked')) }

test.each([
  [{ kind: 'link-sysctl', interface: 'roam6', name: 'disable_ipv6', value: 0 }],
  [{ kind: 'sysctl', interface: 'all', name: 'forwarding', value: 1, before: 0 }],
] as const)(
  'a setting that cannot be written is refused with its command, as what `ip` refuses is: %o',
  async (change) => {
    const readOnly = {
      read: () => [{ interface: change.interface, name: change.name, value: change.value }],
      write: () => {
        throw new Error('EROFS: read-only file system')
      },
    }
    const effects = createEffects(noRunner, noObserver, readOnly, new FakeProcesses(() => {}))
    const refused = await effects.make([change]).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(EffectFailed)
    expect(refused).toMatchObject({
      change,
      command: `sysctl -w net.ipv6.conf.${change.interface}.${change.name}=${change.value}`,
      answer: 'EROFS: read-only file system',
    })
  },
)

/** Programs are what takes time when the guard is raised, at the start of the machine as well. */
test('the whole guard is raised by three programs, the filter first', async () => {
  const started: string[] = []
  const runner: CommandRunner = {
    run: async (program, args) => {
      started.push([program, ...args].join(' '))
      return { exitCode: 0, stdout: '', stderr: '' }
    },
  }
  const nothing = { observe: () => Promise.reject(new Error('not asked')) }
  const effects = createEffects(runner, nothing, { read: () => [], write: () => {} }, new FakeProcesses(() => {}))
  await effects.make(guardChanges(seed001.profile, surroundings))
  expect(started).toEqual(['nft -f -', 'ip -batch -', 'ip -6 -batch -'])
})
