/** A guest of a test's own, for what one cannot do to the guest that all share. */

import { type Laptop, openLaptop } from '../../lab/laptop.ts'
import { bootGuest, type Guest, type GuestOptions } from '../../lab/machine/guest.ts'
import { provideImage } from '../../lab/machine/image.ts'
import { chosenSuite } from '../../lab/machine/packages.ts'
import { removeTemporary, temporaryFolder } from '../../lab/machine/temporary.ts'
import type { WrittenProfile } from '../../lab/profile.ts'
import { buildWorld, type World, type WorldPlan } from '../../lab/world.ts'
import { openSenders } from './attempts.ts'
import type { Scene } from './story.ts'
import { recordSystem } from './system-record.ts'

export interface OwnScene extends Scene {
  readonly guest: Guest
}

/** Boots a guest, lays its world out, runs `act`, and cuts the power, whatever came of that. */
export async function withOwnGuest(
  options: GuestOptions & { readonly world?: WorldPlan; prepare?(guest: Guest): Promise<void> },
  act: (scene: OwnScene) => Promise<void>,
): Promise<void> {
  const guest = await bootGuest(await provideImage(chosenSuite(), console.log), options)
  const folder = temporaryFolder('scenario')
  let laptop: Laptop | undefined
  try {
    await options.prepare?.(guest)
    const world: World = await buildWorld(guest.connection, options.world)
    laptop = await openLaptop(world.laptop, folder)
    const profile: WrittenProfile = world.profile()
    const before = await recordSystem(world.laptop)
    const senders = await openSenders(world)
    await act({ guest, world, laptop, profile, before, senders, guarded: false })
  } catch (error) {
    throw new Error(`${(error as Error).message}\nthe helper's log:\n${laptop?.log().slice(-4000)}`)
  } finally {
    await guest.cut()
    await laptop?.close().catch(() => {})
    removeTemporary(folder)
  }
}
