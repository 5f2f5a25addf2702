/** In a contest two take one way home: our helper, and the same commands typed by hand; in one world, one after the other. */
import type { RequestName, RequestParams, RequestResult } from '../../helper/contract/requests.ts'
import type { Snapshot } from '../../helper/contract/snapshot.ts'
import { connectHelper, type HelperClient } from '../../main/helper-client.ts'
import type { Host } from '../lab/hosts/host.ts'
import { openLaptop } from '../lab/laptop.ts'
import { bootGuest } from '../lab/machine/guest.ts'
import { provideImage } from '../lab/machine/image.ts'
import { removeTemporary, temporaryFolder } from '../lab/machine/temporary.ts'
import { profileName, type WrittenProfile } from '../lab/profile.ts'
import { buildWorld, type World } from '../lab/world.ts'
import { down, folder } from './by-hand/by-hand.ts'
import { byHand, type WayName } from './by-hand/ways.ts'

const upMs = 60_000

export interface Contender {
  readonly name: 'ours' | 'by hand'
  up(): Promise<unknown>
  /** Everything is done that being up brings with it: what follows does not disturb what is measured. */
  settled(): Promise<unknown>
  /** Returns the ms that it took; those of programs that only measure are not among them. */
  down(): Promise<number>
}

export interface Contest {
  readonly world: World
  readonly profile: WrittenProfile
  readonly ours: Contender
  readonly theirs: Contender
}

export async function contest<T>(
  way: WayName,
  say: (line: string) => void,
  hold: (contest: Contest) => Promise<T>,
): Promise<T> {
  const guest = await bootGuest(await provideImage('trixie', say))
  const place = temporaryFolder('bench')
  try {
    const world = await buildWorld(guest.connection, way === 'gre' ? {} : { gateway: { way } })
    const laptop = await openLaptop(world.laptop, place)
    const profile = world.profile()
    await laptop.startHelper()
    await laptop.install(profile)
    const helper = await connectHelper({ socket: laptop.socket, chosen: true })
    if (!helper.ok) throw new Error(`the helper is not reached: ${helper.failure.code}`)
    const result = await hold({
      world,
      profile,
      ours: await ourHelper(helper.value),
      theirs: await typist(world.laptop, way, profile),
    })
    helper.value.close()
    await laptop.stopHelper()
    await laptop.close()
    await world.close()
    return result
  } finally {
    await guest.cut()
    removeTemporary(place)
  }
}

async function ourHelper(helper: HelperClient): Promise<Contender> {
  const ask = async <Name extends RequestName>(
    name: Name,
    params: RequestParams<Name>,
  ): Promise<RequestResult<Name>> => {
    const answer = await helper.request(name, params)
    if (!answer.ok) throw new Error(`the helper refuses ${name}: ${JSON.stringify(answer.failure)}`)
    return answer.value
  }
  let latest: Snapshot | undefined
  const listeners = new Set<() => void>()
  helper.on('snapshot', (snapshot) => {
    latest = snapshot
    for (const listener of listeners) listener()
  })
  await ask('watch', { counters: false })
  const connected = () =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (latest?.state !== 'connected') return
        listeners.delete(look)
        clearTimeout(overdue)
        resolve()
      }
      const overdue = setTimeout(() => reject(new Error(`still ${latest?.state} after ${upMs} ms`)), upMs)
      listeners.add(look)
      look()
    })
  return {
    name: 'ours',
    up: () => ask('up', { profile: profileName }),
    settled: connected,
    async down() {
      const begun = performance.now()
      await ask('down', {})
      return performance.now() - begun
    },
  }
}

/** Prints the ms that a script of sh takes, on its own machine: starting a shell in there takes as long again. */
const timed = (script: string) => `begun=$(date +%s%N)\n${script}echo $((($(date +%s%N) - begun) / 1000000))\n`

async function typist(laptop: Host, way: WayName, profile: WrittenProfile): Promise<Contender> {
  const hand = byHand[way]
  await laptop.writeFiles([
    ...('files' in hand ? hand.files(profile) : []),
    { path: `${folder}/up`, content: `set -e\ncd ${folder}\n${hand.up(profile)}` },
    { path: `${folder}/down`, content: timed(down) },
  ])
  await laptop.run(['find', folder, '-name', '*-up', '-exec', 'chmod', 'u+x', '{}', '+'])
  return {
    name: 'by hand',
    up: () => laptop.run(['sh', `${folder}/up`], { timeoutMs: upMs }),
    settled: async () => undefined,
    down: async () => Number((await laptop.run(['sh', `${folder}/down`])).stdout),
  }
}
