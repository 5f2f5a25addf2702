/** The laptop is what it was before there was a helper, but for the helper's own memory. */
import { helperPlaces } from '../../lab/laptop.ts'
import type { World } from '../../lab/world.ts'
import type { Scene } from './story.ts'
import { differences, recordSystem } from './system-record.ts'

/** Installed profiles and the journal stay, they are what the next helper starts from; and its runtime folder, empty. */
const itsMemory = new RegExp(
  `[: ]/mnt/var/changes(${helperPlaces.state.slice('/var'.length)}[/ ]|/lib )|[: ]${helperPlaces.runtime} d `,
)
/** A running helper has besides: its socket, its process, and the processes by which it looks. */
const itself = new RegExp(
  `${itsMemory.source}|[: ]${helperPlaces.runtime}(/| |$)|^\\+ processes: .*roam6-helper|^\\+ processes: root +(ip |nft |.(ip|nft).)|^\\+ processes: .*/dist/helper/`,
)

type Compared = Pick<Scene, 'before'> & { readonly world: Pick<World, 'laptop'> }

/** These sections of the record take long to read. */
export const slow = ['sysctls', 'contents', 'mounted', 'queueing disciplines']

/** Holds once the helper has ended. */
export const leavesNoTrace = (scene: Compared): Promise<void> => compare(scene, itsMemory)

/** The same with the helper still running, off. @param omitted sections of the record that are not looked at */
export const nothingBuilt = (scene: Compared, omitted: readonly string[] = []): Promise<void> =>
  compare(scene, itself, omitted)

/**
 * Everything that the network itself gave the laptop is there again. An event may have taken it away, and the next router advertisement brings it
 * back (radvd in the cafe: every 3 to 4 s).
 */
export async function networkIsBack({ before, world }: Compared): Promise<void> {
  const now = await recordSystem(world.laptop, slow)
  const gone = differences(before, now).filter((line) => /^- (addresses|IPv\d routes): /.test(line))
  if (gone.length > 0) throw new Error(`of the network is gone:\n${gone.join('\n')}`)
}

async function compare(scene: Compared, allowed: RegExp, omitted?: readonly string[]): Promise<void> {
  const now = await recordSystem(scene.world.laptop, omitted)
  const traces = differences(scene.before, now).filter((line) => !allowed.test(line))
  if (traces.length > 0) throw new Error(`it is not:\n${traces.slice(0, 40).join('\n')}`)
}
