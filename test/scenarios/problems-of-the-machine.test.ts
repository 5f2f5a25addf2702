/** What the laptop itself lacks. */
import { expect, test } from 'vitest'
import { type Host, userId } from '../lab/hosts/host.ts'
import { helperPlaces } from '../lab/laptop.ts'
import { nothingBuilt } from './vocabulary/leaves-no-trace.ts'
import { withOwnGuest } from './vocabulary/own-guest.ts'
import { scenario } from './vocabulary/scenario.ts'
import { connects, disconnects, does, failsToConnect, pings6, reports, reportsAmong } from './vocabulary/steps.ts'

const filesIn = async (host: Host, folder: string) =>
  (await host.run(['find', folder, '-type', 'f'])).stdout.trim().split('\n')

const isTakenAway = (program: string) => does('laptop', 'mount', '--bind', '/dev/null', program)
const isPutBack = (program: string) => does('laptop', 'umount', program)

const charon = '/usr/sbin/charon-systemd'
scenario('charon is not installed', {
  steps: [isTakenAway(charon), failsToConnect('program-missing'), isPutBack(charon), disconnects()],
})

const nft = '/usr/sbin/nft'
scenario('nftables is not installed', {
  // Strangers enter, and of IPv4 what is bound to a device leaves: that is what the person is told.
  always: [],
  steps: [
    isTakenAway(nft),
    connects(),
    reportsAmong('addresses-open', 'guard-without-filter'),
    pings6('web'),
    isPutBack(nft),
    disconnects(),
  ],
})

scenario('the profile that is wanted is not understood any more', {
  steps: [
    connects(),
    {
      says: 'a later Roam6 has written it, and this one starts',
      async perform({ laptop, world }) {
        await laptop.killHelper()
        const profiles = `${helperPlaces.state}/profiles`
        await world.laptop.run(['sed', '-i', '1i version = 99', '-s', ...(await filesIn(world.laptop, profiles))])
        await laptop.startHelper()
      },
    },
    reports('profile-unreadable', { within: 10 }),
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
