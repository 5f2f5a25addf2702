/**
 * Random sequences against the real helper, by four ways home. A run of everything tells one each way; `npm run prove` 200
 * (ROAM6_SEQUENCES), and ROAM6_SEED tells a single one again, by the way that ROAM6_WAY names.
 */
import { afterAll, test } from 'vitest'
import { keepEvidence } from './vocabulary/evidence.ts'
import { type Told, tellSequence } from './vocabulary/sequences.ts'
import { clearStage, openStage } from './vocabulary/stage.ts'
import type { Scene } from './vocabulary/story.ts'

const ways = ['gre', 'esp', 'tap', 'tinc'] as const
const each = Math.max(1, Math.ceil(Number(process.env.ROAM6_SEQUENCES ?? ways.length) / ways.length))
const given = process.env.ROAM6_SEED
const firstSeed = given === undefined ? (Date.now() & 0xffffff) * 1_000 : Number(given)

const all: Told[] = []

for (const [n, way] of ways.entries()) {
  if (process.env.ROAM6_WAY !== undefined && process.env.ROAM6_WAY !== way) continue
  const seeds = given === undefined ? Array.from({ length: each }, (_, i) => firstSeed + n * each + i) : [firstSeed]
  test(`random sequences by ${way}: seeds ${seeds[0]} to ${seeds.at(-1)}`, {
    timeout: 120_000 + seeds.length * 90_000,
  }, async () => {
    const stage = await openStage(way === 'gre' ? {} : { gateway: { way } })
    const { world, laptop, before, senders } = stage
    const profile = world.profile()
    try {
      await laptop.install(profile)
      for (const seed of seeds) {
        const scene: Scene = { world, laptop, profile, before, senders, guarded: false }
        const told = await tellSequence(scene, seed)
        all.push(told)
        console.log(`${way} ${seed}: ${told.events.join(', ')}; down in ${told.downMs.toFixed(0)} ms`)
      }
    } catch (error) {
      const kept = await keepEvidence(`random sequences by ${way}`, world, laptop).catch((why: Error) => why.message)
      await stage.close()
      throw new Error(`${way}, ${(error as Error).message}\nkept: ${kept}`)
    }
    await clearStage(stage)
  })
}

afterAll(() => {
  const down = all.map(({ downMs }) => downMs).sort((a, b) => a - b)
  const at = (share: number) => down[Math.min(down.length - 1, Math.floor(down.length * share))]?.toFixed(0) ?? 'none'
  console.log(
    `sequences: ${all.length} told, 0 stuck, 0 residue, 0 in clear; down median ${at(0.5)} ms, 95 % ${at(0.95)} ms`,
  )
})
