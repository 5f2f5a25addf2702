/** That the captures see: each finds what it looks for once the guard that forbids it is taken away. */
import { expect } from 'vitest'
import { flushRuleset } from '../lab/networks/docker.ts'
import { type WayOut, waysOut } from '../lab/sending/ways-out.ts'
import { type Attempter, tryToLeak } from './vocabulary/attempts.ts'
import { type Belt, guardSize, takeAway, waysThatLeave } from './vocabulary/belts.ts'
import { whileEverybodySends } from './vocabulary/continuous.ts'
import { impersonateGateway, knockInClear } from './vocabulary/nothing-enters.ts'
import { seenInCafe } from './vocabulary/nothing-in-clear.ts'
import { scenario } from './vocabulary/scenario.ts'
import { connects, eventually } from './vocabulary/steps.ts'
import type { Scene, Step } from './vocabulary/story.ts'

/** So that nobody mends what is taken away. */
const helperHalted = (act: (scene: Scene) => Promise<void>, says: string): Step => ({
  says,
  perform: (scene) => scene.laptop.whileHalted(() => act(scene)),
})

const named = (who: Attempter, ways: readonly WayOut[]) => ways.map(({ name }) => `${who}: ${name}`)

/** All that anybody here can do. A container has IPv4 alone, and nothing that it could reach past its router. */
const everyWay = [
  ...named('laptop', waysOut),
  ...named(
    'container',
    waysOut.filter(({ family, name }) => family === 4 && !name.includes('past the routers')),
  ),
].sort()

/** Takes belts away while nobody mends, and puts them back by letting the helper go on. */
const without = (says: string, ...taken: readonly (readonly [Belt, leaves: readonly string[]])[]): Step => ({
  says,
  async perform(scene) {
    const whole = await guardSize(scene)
    await scene.laptop.whileHalted(async () => {
      expect(await waysThatLeave(scene)).toEqual([])
      for (const [belt, leaves] of taken) {
        await takeAway(scene, belt)
        const left = await waysThatLeave(scene)
        const missing = leaves.filter((way) => !left.includes(way))
        const more = left.filter((way) => !leaves.includes(way))
        if (missing.length + more.length > 0)
          throw new Error(`without ${belt}, these leave: ${more.join(', ')}; these do not: ${missing.join(', ')}`)
      }
    })
    await eventually(5, async () => expect(await guardSize(scene)).toBe(whole))
  },
})

scenario('each belt of the guard holds without the other, and every way out leaves when both are away', {
  always: [],
  steps: [
    connects(),
    without('the filter holds all without the rules', ['rules', []], ['filter', everyWay]),
    without('the rules hold all without the filter', ['filter', []], ['rules', everyWay]),
  ],
})

/** So many rules that no packet meets make the transaction long enough to see into it. */
const padding = Array.from(
  { length: 500 },
  (_, n) => `add rule inet roam6-guard padding ip daddr 240.0.0.1 tcp dport ${n + 1} drop`,
)

scenario('a filter of the guard that takes another’s place has no gap between the two', {
  always: [],
  steps: [
    connects(),
    helperHalted(async (scene) => {
      const { laptop } = scene.world
      await takeAway(scene, 'rules')
      const { stdout } = await laptop.run(['nft', 'list', 'table', 'inet', 'roam6-guard'])
      const anew = ['add table inet roam6-guard', 'delete table inet roam6-guard', stdout]
      const input = [...anew, 'add chain inet roam6-guard padding', ...padding].join('\n')
      await whileEverybodySends([
        {
          says: 'it is replaced twelve times',
          async perform() {
            for (let n = 0; n < 12; n += 1) await laptop.run(['nft', '-f', '-'], { input })
          },
        },
      ]).perform(scene)
    }, 'the filter is replaced while it alone holds'),
  ],
})

/** Policies of the laptop's xfrm, by what they are: our own refusals, or charon's. */
const removePolicies = (blocks: boolean) => {
  const ours = blocks ? '/action block/' : '!/action block/'
  // Two lines a policy, the selector first.
  const awk = `/^src/ { selector = $0 } /^\\tdir (in|out|fwd) / && ${ours} { print "policy delete " selector " dir " $2 }`
  return ['sh', '-c', `ip xfrm policy | awk '${awk}' | sed 's/^/xfrm /' | ip -batch -`]
}

scenario('GRE of transport mode stays here when charon’s policies are gone, and leaves when our refusals are, too', {
  hosts: { gateway: { way: 'gre-transport' } },
  always: [],
  steps: [
    connects(),
    helperHalted(async (scene) => {
      const { laptop } = scene.world
      await tryToLeak(scene)
      await laptop.run(removePolicies(false))
      await tryToLeak(scene)
      expect(await seenInCafe(scene)).toEqual([])
      await laptop.run(removePolicies(true))
      await tryToLeak(scene)
      expect((await seenInCafe(scene)).length).toBeGreaterThan(0)
    }, 'the cafe sees GRE once nothing refuses it'),
  ],
})

scenario('the counter sees an intruder in GRE over IPv6 when all policies are gone', {
  hosts: { gateway: { way: 'gre-transport' } },
  always: [],
  steps: [
    connects(),
    helperHalted(async (scene) => {
      const send = await impersonateGateway(scene)
      const { laptop } = scene.world
      expect(await send()).toBe(0)
      await laptop.run(removePolicies(false))
      expect(await send()).toBe(0)
      await laptop.run(removePolicies(true))
      expect(await send()).toBeGreaterThan(0)
    }, 'GRE in clear reaches the inner address once nothing refuses it'),
  ],
})

scenario('the counter sees an intruder when the guard is gone', {
  always: [],
  steps: [
    connects(),
    helperHalted(async (scene) => {
      const send = await impersonateGateway(scene)
      expect(await send()).toBe(0)
      expect(await knockInClear(scene)).toBe(0)
      // charon's own policies protect the tunnel's inside; what refuses GRE in clear is a block, ours.
      const { laptop } = scene.world
      await flushRuleset(laptop)
      await laptop.run(['ip', 'xfrm', 'policy', 'flush'])
      expect(await send()).toBeGreaterThan(0)
      expect(await knockInClear(scene)).toBeGreaterThan(0)
    }, 'GRE in clear and plain packets reach the inner address once nothing refuses them'),
  ],
})
