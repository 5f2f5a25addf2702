/** The laptop as the router of a network behind it, by a way whose policies name that network and by one whose home routes to it. */
import { expect } from 'vitest'
import { flushRuleset } from '../lab/networks/docker.ts'
import { behind, tap } from '../lab/networks/places.ts'
import { behindLink } from '../lab/profile.ts'
import { guestIsAlone, guestIsAtHome, nothingPasses, passesThrough, stillListensToRouter } from './vocabulary/behind.ts'
import { nothingEnters } from './vocabulary/nothing-enters.ts'
import { nothingInClear } from './vocabulary/nothing-in-clear.ts'
import { scenario } from './vocabulary/scenario.ts'
import {
  becomesWithoutProblem,
  connects,
  disconnects,
  does,
  isKilledAndComesBack,
  pings6,
  reports,
} from './vocabulary/steps.ts'
import type { Step } from './vocabulary/story.ts'

const always = [nothingInClear, nothingEnters, nothingPasses]

scenario('site 1 of article 000 behind the laptop', {
  hosts: { gateway: { way: 'ip6ip6' }, behind: behind.ip6ip6 },
  always,
  steps: [
    connects(),
    guestIsAtHome(),
    pings6('far ULA host'),
    stillListensToRouter(),
    isKilledAndComesBack(),
    guestIsAtHome(),
    disconnects(),
    guestIsAlone(),
  ],
})

/** What article 002 adds to the script of its server. */
const homeRoutes = does('gateway', 'ip', 'route', 'replace', behind.tap.network, 'via', tap.laptop, 'dev', 'tap0')

scenario('the network of article 002 behind the laptop', {
  hosts: { gateway: { way: 'tap' }, behind: behind.tap },
  always,
  steps: [
    homeRoutes,
    connects(),
    guestIsAtHome(),
    pings6('web'),
    stillListensToRouter(),
    isKilledAndComesBack(),
    guestIsAtHome(),
    disconnects(),
    guestIsAlone(),
  ],
})

const linkHasIpv6 = (on: boolean) =>
  does('laptop', 'sysctl', '-qw', `net.ipv6.conf.${behindLink}.disable_ipv6=${on ? 0 : 1}`)
const linkIs = (state: 'up' | 'down') => does('laptop', 'ip', 'link', 'set', 'dev', behindLink, state)

scenario('the link that the network behind the laptop is on comes, goes and comes; and forwarding is switched off', {
  hosts: { gateway: { way: 'tap' }, behind: behind.tap },
  always,
  steps: [
    homeRoutes,
    linkIs('down'),
    connects(),
    reports('behind-link-missing'),
    pings6('web'),
    linkIs('up'),
    guestIsAtHome(),
    becomesWithoutProblem(5),
    linkIs('down'),
    reports('behind-link-missing', { within: 5 }),
    linkIs('up'),
    guestIsAtHome(),
    becomesWithoutProblem(5),
    linkHasIpv6(false),
    reports('address-missing', { within: 5 }),
    pings6('web'),
    linkHasIpv6(true),
    guestIsAtHome(),
    becomesWithoutProblem(5),
    does('laptop', 'sysctl', '-qw', 'net.ipv6.conf.all.forwarding=0'),
    reports('behind-not-forwarded', { within: 5 }),
    disconnects(),
  ],
})

/** So that nobody mends what is taken away. */
const seesWhoPasses: Step = {
  says: 'a stranger gets through once the filters are gone',
  perform: (scene) =>
    scene.laptop.whileHalted(async () => {
      expect(await passesThrough(scene)).toBe(0)
      await flushRuleset(scene.world.laptop)
      expect(await passesThrough(scene)).toBeGreaterThan(0)
    }),
}

scenario('the count of who passes sees a stranger when the filters are gone', {
  hosts: { gateway: { way: 'tap' }, behind: behind.tap },
  always: [],
  steps: [homeRoutes, connects(), guestIsAtHome(), seesWhoPasses, disconnects()],
})

scenario('the same site behind the laptop by IKE alone, whose selectors name it', {
  hosts: { gateway: { way: 'esp' }, behind: behind.ip6ip6 },
  always,
  steps: [connects(), guestIsAtHome(), disconnects()],
})
