/** That the captures see: each finds what it looks for once the guard that forbids it is taken away. */
import { expect } from 'vitest'
import { tryToLeak } from './vocabulary/attempts.ts'
import { impersonateGateway, knockInClear } from './vocabulary/nothing-enters.ts'
import { seenInCafe } from './vocabulary/nothing-in-clear.ts'
import { scenario } from './vocabulary/scenario.ts'
import { connects } from './vocabulary/steps.ts'
import type { Scene, Step } from './vocabulary/story.ts'

/** So that nobody mends what is taken away. */
const helperHalted = (act: (scene: Scene) => Promise<void>, says: string): Step => ({
  says,
  perform: (scene) => scene.laptop.whileHalted(() => act(scene)),
})

scenario('the capture sees a leak when the guard is gone', {
  always: [],
  steps: [
    connects(),
    helperHalted(async (scene) => {
      const { laptop } = scene.world
      await tryToLeak(scene)
      expect(await seenInCafe(scene)).toEqual([])
      const { stdout } = await laptop.run(['ip', '-6', 'rule', 'show'])
      const ours = stdout.split('\n').flatMap((line) => line.match(/^(60\d\d):/)?.[1] ?? [])
      expect(ours.length).toBeGreaterThan(0)
      for (const priority of ours) await laptop.run(['ip', '-6', 'rule', 'del', 'pref', priority])
      await tryToLeak(scene)
      expect((await seenInCafe(scene)).length).toBeGreaterThan(0)
    }, 'the cafe sees home once the rules are gone'),
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
      await laptop.run([
        'sh',
        '-c',
        'nft delete table inet roam6; nft delete table inet roam6-guard; ip xfrm policy flush',
      ])
      expect(await send()).toBeGreaterThan(0)
      expect(await knockInClear(scene)).toBeGreaterThan(0)
    }, 'GRE in clear and plain packets reach the inner address once nothing refuses them'),
  ],
})
