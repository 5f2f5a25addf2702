/** A stage is where stories are told: a world with its laptop and helper, kept for the next story on the same ground. */
import { type Laptop, openLaptop } from '../../lab/laptop.ts'
import { removeTemporary, temporaryFolder } from '../../lab/machine/temporary.ts'
import { connectToOwnMachine } from '../../lab/own-machine.ts'
import { buildWorld, groundOf, type World, type WorldPlan } from '../../lab/world.ts'
import { openSenders } from './attempts.ts'
import { recordPackets } from './evidence.ts'
import { leavesNoTrace } from './leaves-no-trace.ts'
import type { Senders, SystemRecord } from './story.ts'
import { recordSystem } from './system-record.ts'
import { timed } from './timed.ts'

export interface Stage {
  readonly world: World
  readonly laptop: Laptop
  /** This record has the laptop as it was before there was a helper. */
  readonly before: SystemRecord
  readonly ground: string
  readonly senders: Senders
  /** Throws where the cafe's capture has lost packets. */
  endRecording(): Promise<void>
  close(): Promise<void>
}

export async function openStage(plan: WorldPlan): Promise<Stage> {
  const machine = await connectToOwnMachine()
  const folder = temporaryFolder('scenario')
  let world: World | undefined
  let laptop: Laptop | undefined
  let senders: Senders | undefined
  const close = async () => {
    for (const sender of Object.values(senders ?? {})) sender?.close()
    await laptop?.close()
    await world?.close()
    machine.close()
    removeTemporary(folder)
  }
  try {
    world = await timed('building the world', buildWorld(machine, plan))
    laptop = await openLaptop(world.laptop, folder)
    senders = await timed('starting who sends', openSenders(world))
    const before = await timed('recording the laptop', recordSystem(world.laptop))
    const endRecording = await recordPackets(world)
    await timed('starting the helper', laptop.startHelper())
    return { world, laptop, before, ground: groundOf(plan), senders, endRecording, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Checks, after the last story of this world, what the helper leaves when it has ended. */
export async function clearStage({ world, laptop, before, endRecording, close }: Stage): Promise<void> {
  try {
    await timed('ending the helper', laptop.stopHelper())
    await timed('afterwards: the laptop is what it was before', leavesNoTrace({ world, before }))
    await timed('afterwards: the captures are whole', endRecording())
  } finally {
    await close()
  }
}
