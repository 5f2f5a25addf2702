/** The disk that the helper keeps its state on is full: nothing gets stuck, and what is wanted comes about once there is room. */
import { expect } from 'vitest'
import { scenario } from './vocabulary/scenario.ts'
import { becomes, becomesWithoutProblem, connects, disconnects, does, eventually, pings6 } from './vocabulary/steps.ts'
import type { Step } from './vocabulary/story.ts'

const disk = '/run/small-disk'

const keepsStateOnSmallDisk: Step = {
  says: 'the helper keeps its state on a small disk',
  async perform({ laptop, world, profile }) {
    await laptop.stopHelper()
    await world.laptop.run(['sh', '-ec', `mkdir ${disk}; mount -t tmpfs -o size=256k small ${disk}`])
    await laptop.startHelper({ state: `${disk}/roam6` })
    await laptop.install(profile)
  },
}

const keepsStateAsBefore: Step = {
  says: 'the next helper keeps its state where it was',
  async perform({ laptop, world }) {
    await laptop.stopHelper()
    await world.laptop.run(['sh', '-ec', `umount ${disk}; rmdir ${disk}`])
    await laptop.startHelper()
  },
}

const fills = does('laptop', 'sh', '-c', `cat /dev/zero >${disk}/filler 2>/dev/null; true`)
const frees = does('laptop', 'rm', `${disk}/filler`)

/** The wish cannot be kept, so it is not taken either. */
const isRefused: Step = {
  says: 'home is wanted, which is refused at once',
  async perform({ laptop, profile }) {
    const { code, stderr } = await laptop.cli(['up', profile.name])
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/no space left on the disk: .*intent[.]json.*\nMake room/s),
    ])
    const { state, intent } = await laptop.status()
    expect([state, intent]).toEqual(['off', 'down'])
  },
}

const isTold: Step = {
  says: 'the full disk is told',
  observes: true,
  perform: ({ laptop }) =>
    eventually(20, async () => {
      const told = (await laptop.status()).problems.map((problem) => JSON.stringify(problem))
      if (!told.some((problem) => problem.includes('ENOSPC'))) throw new Error(told.join('\n') || 'no problem')
    }),
}

scenario('a full disk: home is left, wanted in vain, and reached once there is room; a lost tunnel comes back, too', {
  steps: [
    keepsStateOnSmallDisk,
    connects(),
    fills,
    disconnects(),
    // What was undone has left room.
    fills,
    isRefused,
    frees,
    connects(),
    becomesWithoutProblem(40),
    fills,
    does('laptop', 'pkill', '-KILL', 'charon-systemd'),
    isTold,
    frees,
    becomes('connected', { within: 60 }),
    becomesWithoutProblem(40),
    pings6('web'),
    disconnects(),
    keepsStateAsBefore,
  ],
})
