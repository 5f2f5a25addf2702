/** What the laptop itself lacks. */
import { expect, test } from 'vitest'
import { userId } from '../lab/hosts/host.ts'
import { helperPlaces } from '../lab/laptop.ts'
import { nothingBuilt } from './vocabulary/leaves-no-trace.ts'
import { withOwnGuest } from './vocabulary/own-guest.ts'
import { scenario } from './vocabulary/scenario.ts'
import { disconnects, failsToConnect } from './vocabulary/steps.ts'

scenario('charon is not installed', {
  steps: [
    {
      says: 'charon is taken away',
      perform: async ({ world }) =>
        void (await world.laptop.run(['mount', '--bind', '/dev/null', '/usr/sbin/charon-systemd'])),
    },
    failsToConnect('program-missing'),
    {
      says: 'charon is put back',
      perform: async ({ world }) => void (await world.laptop.run(['umount', '/usr/sbin/charon-systemd'])),
    },
    disconnects(),
  ],
})

scenario('the helper is started by somebody who is not root', {
  always: [],
  steps: [
    {
      says: 'it says so and ends',
      async perform({ world }) {
        const { socket, state, runtime } = { ...helperPlaces, socket: '/tmp/other.sock' }
        const places = ['--socket', socket, '--state', state, '--runtime', runtime, '--allow-uid', String(userId)]
        const { code, stderr } = await world.laptop.user.attempt(['/project/dist/roam6-helper', ...places])
        expect(code).not.toBe(0)
        expect(stderr).toMatch(/root/)
      },
    },
  ],
})

test.each([
  ['GRE', 'ip_gre'],
  ['xfrm interfaces', 'xfrm_interface'],
])('the kernel is without %s', { timeout: 180_000 }, async (_feature, module) => {
  await withOwnGuest(
    { without: [module], world: { gateway: { gre: module === 'ip_gre' ? null : '' } } },
    async (scene) => {
      await scene.laptop.startHelper()
      await scene.laptop.install(scene.profile)
      await failsToConnect('kernel-without').perform(scene)
      await disconnects().perform(scene)
      await nothingBuilt(scene)
    },
  )
})
