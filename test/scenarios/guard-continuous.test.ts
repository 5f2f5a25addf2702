/**
 * The guard has no gap: at a packet a millisecond, by every way out, through all that happens to a helper and to what it has made. Rows
 * of the table "Packets for home in clear" are named as they stand there.
 */
import { userId } from '../lab/hosts/host.ts'
import { helperPlaces } from '../lab/laptop.ts'
import { flushRuleset } from '../lab/networks/docker.ts'
import { layerOf } from '../lab/profile.ts'
import { guardSize } from './vocabulary/belts.ts'
import { passes, wantsHome, whileEverybodySends } from './vocabulary/continuous.ts'
import { breaks, faults, mends } from './vocabulary/faults.ts'
import { networkd } from './vocabulary/networkd.ts'
import { scenario } from './vocabulary/scenario.ts'
import { becomes, connects, disconnects, does, eventually } from './vocabulary/steps.ts'
import type { Step } from './vocabulary/story.ts'

const comesHome = becomes('connected', { within: 40 })

/** Nobody asks for the status: whatever mends, does so by itself. */
const guardIsBack = (size: number): Step => ({
  says: 'the guard is whole again',
  perform: (scene) =>
    eventually(5, async () => {
      const now = await guardSize(scene)
      if (now < size) throw new Error(`${now} of ${size} rules and tables stand`)
    }),
})

const told = (says: string, perform: Step['perform']): Step => ({ says, perform })

scenario('continuous: home is wanted, reached, left and wanted again at once', {
  always: [],
  steps: [
    wantsHome(),
    whileEverybodySends([comesHome, passes(500)]),
    whileEverybodySends([
      told('is left and wanted again at once', ({ laptop, profile }) =>
        laptop.wishes({ verb: 'down' }, { verb: 'up', profile: profile.name }),
      ),
      comesHome,
    ]),
    disconnects(),
  ],
})

scenario('continuous: another profile, and another version of the same, of the same home', {
  always: [],
  steps: [
    connects(),
    told('there is another profile', ({ laptop, profile }) => laptop.install({ ...profile, name: 'Other lab' })),
    whileEverybodySends([
      told('the other profile is wanted', ({ laptop }) => laptop.wishes({ verb: 'up', profile: 'Other lab' })),
      comesHome,
      told('and the first one again', ({ laptop, profile }) => laptop.wishes({ verb: 'up', profile: profile.name })),
      comesHome,
      told('it has another version', async ({ laptop, profile }) => {
        profile.home.prefixes.push('fd99::/48')
        await laptop.install(profile)
      }),
      comesHome,
    ]),
    disconnects(),
  ],
})

scenario('continuous: SIGTERM to a helper whose intent is up, and the next one', {
  always: [],
  steps: [
    connects(),
    whileEverybodySends([
      told('the helper is ended', ({ laptop }) => laptop.stopHelper()),
      passes(500),
      told('the next one starts', ({ laptop }) => laptop.startHelper()),
      comesHome,
    ]),
    disconnects(),
  ],
})

/** As the app has it done by polkit: the helper that runs makes room, and the next one goes on by itself. */
const startsAnother = told('`start` is run', async ({ laptop }) => {
  const { pid } = (await laptop.status()).helper
  const places = Object.entries(helperPlaces).flatMap(([place, path]) => [`--${place}`, path])
  const start = ['/project/dist/roam6-helper', 'start', ...places, '--allow-uid', String(userId)]
  await laptop.host.run(start, { timeoutMs: 60_000 })
  // The connection of the helper that has ended is told of by a question in vain.
  await eventually(5, async () => {
    const { helper } = await laptop.status()
    if (helper.pid === pid) throw new Error(`the helper is still process ${pid}`)
  })
})

/** The lab ends and looks after helpers that it has started itself. */
const isTheLabsAgain = told('that helper ends, and the lab starts one', async ({ laptop }) => {
  const program = `${helperPlaces.state}/program`
  await laptop.host.run(['pkill', '-TERM', '--full', `${program}/helper/main.mjs`])
  await eventually(20, async () => {
    const { code } = await laptop.host.attempt(['pgrep', '--full', `${program}/helper/main.mjs`])
    if (code === 0) throw new Error('it has not ended')
  })
  await laptop.host.run(['rm', '-r', program, `${helperPlaces.state}/helper.log`])
  await laptop.startHelper()
})

scenario('continuous: `start` over a helper whose intent is up', {
  always: [],
  steps: [connects(), whileEverybodySends([startsAnother, comesHome, isTheLabsAgain, comesHome]), disconnects()],
})

scenario('continuous: SIGKILL of the helper, and the next one', {
  always: [],
  steps: [
    connects(),
    whileEverybodySends([
      told('the helper is killed', ({ laptop }) => laptop.killHelper()),
      passes(500),
      told('the next one starts', ({ laptop }) => laptop.startHelper()),
      comesHome,
    ]),
    disconnects(),
  ],
})

/** As a person's script would: those that one sees, one by one. */
const rulesByPriority =
  'for n in 0 6000 6001 6002 6003 6004 6020 6021 6022 6023 6024; do for f in 4 6; do while ip -$f rule del pref $n protocol 66 2>/dev/null; do :; done; done; done'
/** All but those of preference 0; then what a laptop cannot be without. */
const ruleFlush = [4, 6]
  .map((family) => `ip -${family} rule flush; ip -${family} rule add pref 32766 lookup main protocol kernel`)
  .concat('ip -4 rule add pref 32767 lookup default protocol kernel')
  .join('; ')

const flushes: readonly (readonly [what: string, flush: Step['perform']])[] = [
  [
    'takes the rules by their preference',
    async ({ world }) => void (await world.laptop.run(['sh', '-c', rulesByPriority])),
  ],
  ['flushes the rules', async ({ world }) => void (await world.laptop.run(['sh', '-c', ruleFlush]))],
  ['flushes the ruleset', ({ world }) => flushRuleset(world.laptop)],
]

for (const [what, flush] of flushes)
  scenario(`continuous: another program ${what} while connected`, {
    always: [],
    steps: [
      connects(),
      told('five times', async (scene) => {
        const size = await guardSize(scene)
        const once = [told(what, flush), guardIsBack(size), passes(300)]
        await whileEverybodySends([...once, ...once, ...once, ...once, ...once]).perform(scene)
      }),
      comesHome,
      disconnects(),
    ],
  })

scenario('continuous: another program takes policy rules while connecting, waiting and failed', {
  always: [],
  networks: { cafe: { blockedUdpPorts: [500, 4500] } },
  steps: [
    wantsHome(),
    told('fifteen times', async (scene) => {
      const size = await guardSize(scene)
      const once = flushes.flatMap(([what, flush]) => [told(what, flush), guardIsBack(size), passes(700)])
      await whileEverybodySends([...once, ...once, ...once, ...once, ...once]).perform(scene)
    }),
    disconnects(),
  ],
})

/** networkd takes every rule that it did not make, once, when it starts. */
const networkdStarts = (before: readonly Step[], meanwhile: Step, after: readonly Step[]) => {
  const { starts, ends } = networkd()
  const taken = told('and everybody sends for home', async (scene) => {
    const size = await guardSize(scene)
    await whileEverybodySends([starts, guardIsBack(size), passes(1_000)]).perform(scene)
  })
  return { always: [], steps: [...before, taken, meanwhile, ...after, disconnects(), ends] }
}

scenario(
  'continuous: the real systemd-networkd starts, with a .network file for wlan0',
  networkdStarts([connects()], comesHome, []),
)

scenario('continuous: the real systemd-networkd starts while connecting', {
  networks: { cafe: { blockedUdpPorts: [500, 4500] } },
  ...networkdStarts([wantsHome()], becomes('connecting', { within: 30 }), []),
})

const isAway = becomes('reconnecting', { within: 60 })
/** Home is lost at once: that its associations are gone is noticed without waiting for a gateway's answer that does not come. */
const losesHome = [breaks(faults.internetGone), does('laptop', 'ip', 'xfrm', 'state', 'flush'), isAway]
scenario(
  'continuous: the real systemd-networkd starts while reconnecting',
  networkdStarts([connects(), ...losesHome], isAway, [mends(faults.internetGone), comesHome]),
)

const takesEach = told('another program takes each of them', async (scene) => {
  const size = await guardSize(scene)
  const each = flushes.flatMap(([what, flush]) => [told(what, flush), guardIsBack(size), passes(700)])
  await whileEverybodySends(each).perform(scene)
})

scenario('continuous: another program takes policy rules and flushes the ruleset while reconnecting', {
  always: [],
  steps: [connects(), ...losesHome, takesEach, isAway, mends(faults.internetGone), comesHome, disconnects()],
})

const hasFailed = becomes('failed', { within: 40 })
scenario('continuous: another program takes policy rules and flushes the ruleset after the gateway has refused us', {
  always: [],
  hosts: { gateway: { settings: { laptopId: 'somebody@my.domain' } } },
  profile: (profile) => {
    layerOf(profile, 'ike').identity.id = 'client@my.domain'
  },
  steps: [wantsHome(), hasFailed, takesEach, hasFailed, disconnects()],
})
