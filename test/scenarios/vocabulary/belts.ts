/** The guard's two belts, taken away one at a time: by which ways something leaves then, as the cafe sees it. */
import { tryToLeak } from './attempts.ts'
import { seenInCafe, wayIn } from './nothing-in-clear.ts'
import type { Scene } from './story.ts'

/** These commands take each belt away: the rules with the refusals of what leaves, and the filter. */
const belts = {
  rules: `
    for f in 4 6; do while ip -$f rule del protocol 66 2>/dev/null; do :; done; done
    ip xfrm policy delete src 0.0.0.0/0 dst 192.168.101.0/24 dir out`,
  filter: 'nft delete table inet roam6-guard',
} as const
export type Belt = keyof typeof belts

export const takeAway = ({ world }: Pick<Scene, 'world'>, belt: Belt) => world.laptop.run(['sh', '-c', belts[belt]])

/** Returns the ways by which something of home left while everybody tried, each named once. */
export async function waysThatLeave(scene: Scene): Promise<readonly string[]> {
  const known = (await seenInCafe(scene)).length
  await tryToLeak(scene)
  const leaked = (await seenInCafe(scene)).slice(known)
  return [...new Set(leaked.flatMap((line) => wayIn(line) ?? []))].sort()
}

const count = 'ip -4 rule; ip -6 rule; nft list tables'
/** The tunnel's own rules, which lead what is chosen into it, stand at 6030 and later: they come and go with it. */
const ours = /^(0|60[012]\d):.* proto 66$|inet roam6-guard$/

/** Counts the guard's rules and tables that stand now. */
export async function guardSize({ world }: Pick<Scene, 'world'>): Promise<number> {
  const { stdout } = await world.laptop.run(['sh', '-c', count])
  return stdout.split('\n').filter((line) => ours.test(line)).length
}
