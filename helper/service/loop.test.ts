/** Model tests of the loop: random stories over the fake kernel, in a time of their own. `ROAM6_STORIES` says how many. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Faults, homeLab, type LoopWorld, loopWorld, noFaults, office } from '../../test/fakes/loop-world.ts'
import { guardRules } from '../core/change/guard.ts'
import { guardTable, ifId } from '../core/change/marks.ts'
import { nowhere } from '../core/change/surroundings.ts'
import { finding } from '../core/outcome.ts'
import { attemptMs } from '../core/roaming/decide.ts'
import { fightLimit } from '../core/roaming/holds.ts'

const numRuns = Math.ceil(Number(process.env.ROAM6_STORIES ?? 400) / 10)

type Act = (world: LoopWorld) => void

/** Another program's doing: what it takes away is there no more, and the kernel tells. */
const takes =
  (what: RegExp, family: number, words: (line: string) => readonly string[]): Act =>
  (world) => {
    const line = world.kernel.print().find((one) => what.test(one))
    if (line) world.kernel.execute(family, words(line))
    world.tell()
  }
const meddling: Readonly<Record<string, Act>> = {
  'takes a link': takes(/^link roam6x? /, 4, (line) => ['link', 'delete', line.split(' ')[1] ?? '']),
  'takes an address': takes(/^address \S+ roam6/, 6, (line) => [
    'address',
    'delete',
    line.split(' ')[1] ?? '',
    'dev',
    line.split(' ')[2] ?? '',
  ]),
  'takes a route': takes(/^route \S+ dev roam6/, 6, (line) => [
    'route',
    'delete',
    line.split(' ')[1] ?? '',
    'table',
    '6006',
  ]),
  'takes all rules': (world) => {
    world.kernel.rules.splice(0)
    world.tell()
  },
  'flushes nftables': (world) => {
    world.kernel.nftables.flush()
    world.tell()
  },
  'sets a link down': (world) => {
    const link = world.kernel.links.get('roam6')
    if (link) link.up = false
    world.tell()
  },
  'sets an MTU': (world) => {
    const link = world.kernel.links.get('roam6')
    if (link) link.mtu = 1_300
    world.tell()
  },
}

const faults: Readonly<Record<string, Faults>> = {
  none: noFaults,
  'a refusal': { ...noFaults, make: 'refused' },
  'a link that somebody deletes at once': { ...noFaults, make: 'loses-link' },
  'an exception when making': { ...noFaults, make: 'throws' },
  'a stall when making': { ...noFaults, make: 'stalls' },
  residue: { ...noFaults, undo: 'resists' },
  'an exception when undoing': { ...noFaults, undo: 'throws' },
  'a stall when undoing': { ...noFaults, undo: 'stalls' },
  'no look': { ...noFaults, look: 'throws' },
  'a look that stalls': { ...noFaults, look: 'stalls' },
  'requests that are refused': { ...noFaults, netlink: 'fails' },
  'requests that stall': { ...noFaults, netlink: 'stalls' },
  'a full disk': { ...noFaults, journal: 'full' },
}

const why = finding('no-common-ike-proposal', { gateway: '5.6.7.8' })
const answers = {
  'at once': 5,
  slowly: 4_000,
  never: 'hang',
  'by a fault': 'throw',
  'with a forged refusal': { refuses: why, authenticated: false },
  'with a refusal that is final': { refuses: why, authenticated: true },
} as const

/** A step of a story, as data, so that a failure shrinks to a story that can be read. */
type Event =
  | { readonly does: 'up'; readonly profile: 'Home lab' | 'Office' }
  | { readonly does: 'down' | 'tell' | 'lose' | 'die' | 'look' | 'measure' | 'kill' | 'edit' }
  | { readonly does: 'meddle'; readonly how: keyof typeof meddling }
  | { readonly does: 'fault'; readonly what: keyof typeof faults }
  | { readonly does: 'answer'; readonly how: keyof typeof answers }
  | { readonly does: 'network'; readonly is: 'cafe' | 'hotel' | 'none' }

const keys = <Key extends string>(table: Readonly<Record<Key, unknown>>) =>
  fc.constantFrom(...(Object.keys(table) as Key[]))
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('up' as const),
      profile: fc.constantFrom('Home lab' as const, 'Office' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constantFrom(
        'down' as const,
        'tell' as const,
        'lose' as const,
        'die' as const,
        'look' as const,
        'measure' as const,
        'kill' as const,
        'edit' as const,
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('meddle' as const), how: keys(meddling) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('fault' as const), what: keys(faults) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('answer' as const), how: keys(answers) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('network' as const),
      is: fc.constantFrom('cafe' as const, 'hotel' as const, 'none' as const),
    }),
  },
)
const story = fc.array(fc.tuple(event, fc.constantFrom(0, 1, 10, 60, 500, 3_000, 20_000)), {
  minLength: 1,
  maxLength: 14,
})

/** Each `down` ends within 2 s of the story's time, whatever is broken. */
interface Told {
  world: LoopWorld
  readonly waiting: { readonly since: number; done: boolean; readonly of: LoopWorld }[]
}

const doings: { readonly [Does in Event['does']]: (told: Told, one: Extract<Event, { does: Does }>) => void } = {
  up: ({ world }, { profile }) => void world.loop.up(profile === 'Office' ? office : homeLab),
  down({ world, waiting }) {
    const waits = { since: world.clock.now(), done: false, of: world }
    waiting.push(waits)
    void world.loop.down().then(() => {
      waits.done = true
    })
  },
  tell: ({ world }) => world.tell(),
  lose({ world }) {
    for (const one of [...world.carriers.live]) one.lose()
  },
  die({ world }) {
    for (const one of [...world.carriers.live]) one.die(finding('daemon-died', { program: 'charon' }))
  },
  look: ({ world }) => void world.loop.look(),
  measure: ({ world }) => void world.loop.measure(new AbortController().signal),
  edit: ({ world }) => world.install({ ...homeLab, address: [...homeLab.address] }),
  kill(told) {
    const { faults: broken, carriers } = told.world
    told.world = told.world.killed()
    told.world.faults.now = broken.now
    told.world.carriers.answer = carriers.answer
  },
  meddle: ({ world }, { how }) => meddling[how]?.(world),
  fault({ world }, { what }) {
    world.faults.now = faults[what] ?? noFaults
  },
  answer({ world }, { how }) {
    world.carriers.answer = answers[how]
  },
  network: ({ world }, { is }) => world.network(is),
}
const happen = (told: Told, one: Event): void => (doings[one.does] as (told: Told, one: Event) => void)(told, one)

const isFinal = (one: Event) => one.does === 'answer' && one.how === 'with a refusal that is final'

const state = ({ snapshots }: LoopWorld) => snapshots.at(-1)?.state
const guardIn = (world: LoopWorld, profile: typeof homeLab) => {
  const printed = world.kernel.print()
  return guardRules(profile, nowhere).filter(
    ({ priority, selector: { to = '' } }) =>
      !printed.some((line) => line.includes(`pref ${priority} `) && line.includes(to)),
  )
}

async function tell(events: readonly (readonly [Event, number])[]): Promise<void> {
  const told: Told = { world: loopWorld(), waiting: [] }
  const before = told.world.print()
  told.world.network('cafe')
  const atHome = told.world.print()
  await told.world.clock.pass(10)
  for (const [one, ms] of events) {
    happen(told, one)
    await told.world.clock.pass(ms)
    expect(told.world.gaps).toEqual([])
    // Another wish may come before it is answered; a helper that was killed answers nobody.
    for (const { since, done, of } of told.waiting)
      if (of === told.world && of.clock.now() - since >= 2_000) expect({ one, done }).toEqual({ one, done: true })
    // Nothing is broken, and the loop has had the time that a refusal is held for: what is wanted of the guard stands.
    const wish = told.world.intent()
    if (ms >= 20_000 && told.world.faults.now === noFaults && wish.want === 'up')
      expect(guardIn(told.world, wish.profile === 'Office' ? office : homeLab)).toEqual([])
  }
  // From here on everything works, and home is wanted: it is reached, and left without a trace.
  const { world } = told
  world.faults.now = noFaults
  world.carriers.answer = 50
  world.network('cafe')
  // An attempt that hangs is given up after its deadline, and the longest pause between two is a minute.
  const enoughMs = attemptMs + 65_000
  // Whoever wants home already need not say so again, unless an answer that was authenticated was final.
  if (world.intent().want === 'up' && !events.some(([one]) => isFinal(one))) {
    await world.clock.pass(enoughMs)
    expect([state(world), world.snapshots.at(-1)?.problems]).toEqual(['connected', []])
  }
  void world.loop.up(homeLab)
  await world.clock.pass(enoughMs)
  expect(state(world)).toBe('connected')
  // Nothing is told that is over.
  expect(world.snapshots.at(-1)?.problems).toEqual([])
  expect(guardIn(world, homeLab)).toEqual([])
  expect(world.kernel.links.get('roam6')?.up).toBe(true)
  let isDown = false
  void world.loop.down().then(() => {
    isDown = true
  })
  await world.clock.pass(2_000)
  expect([isDown, state(world)]).toEqual([true, 'off'])
  // What resisted while it was broken is tried again, and goes.
  await world.clock.pass(40_000)
  expect(world.snapshots.at(-1)?.problems).toEqual([])
  expect(world.print()).toEqual(atHome)
  expect(before.length).toBeGreaterThan(0)
}

test('never stuck, never without the guard that is wanted, down ends, nothing is left', {
  timeout: 600_000,
}, async () => {
  await fc.assert(fc.asyncProperty(story, tell), { numRuns })
})

/** At home, after the story's beginning. */
async function connected(): Promise<LoopWorld> {
  const world = loopWorld()
  world.network('cafe')
  void world.loop.up(homeLab)
  await world.clock.pass(500)
  expect(state(world)).toBe('connected')
  return world
}
const codes = ({ snapshots }: LoopWorld) => snapshots.at(-1)?.problems.map(({ code }) => code)

describe('the loop', () => {
  test('what only begins something is followed by no look', async () => {
    const world = loopWorld()
    world.network('cafe')
    await world.clock.pass(500)
    const idle = world.looks()
    void world.loop.up(homeLab)
    await world.clock.pass(500)
    expect(state(world)).toBe('connected')
    // For the wish; after guard, tunnel and routes; when the name, the carrier and the path MTU are known. Not after what asks for these.
    expect(world.looks() - idle).toBe(7)
  })

  test('puts back at once what another program takes', async () => {
    for (const [name, meddle] of Object.entries(meddling)) {
      const world = await connected()
      const whole = world.print()
      meddle(world)
      await world.clock.pass(5)
      expect([name, world.print()]).toEqual([name, whole])
    }
  })

  test('a profile that only starts otherwise keeps its tunnel; one with another address is connected anew', async () => {
    const world = await connected()
    const told = world.snapshots.length
    const since = () => world.snapshots.slice(told).map(({ state }) => state)
    world.install({ ...homeLab, start: { when: 'login' } })
    await world.clock.pass(5_000)
    expect(new Set(since())).toEqual(new Set())
    world.install({ ...homeLab, address: [{ address: 'fd12:3456:789a:3::77/64' }] })
    await world.clock.pass(5_000)
    expect(since()).toContain('connecting')
  })

  test('gives a program that takes something again and again its way for a while, and names what is taken', async () => {
    const world = await connected()
    for (let n = 0; n < 12; n++) {
      meddling['takes an address']?.(world)
      await world.clock.pass(100)
    }
    expect(codes(world)).toContain('contested')
    await world.clock.pass(60_000)
    expect(codes(world)).toEqual([])
  })

  test('tells residue until it is gone', async () => {
    const world = await connected()
    world.faults.now = { ...noFaults, undo: 'resists' }
    void world.loop.down()
    await world.clock.pass(1_900)
    expect([state(world), codes(world)]).toEqual(['off', ['residue']])
    await world.clock.pass(10_000)
    expect(codes(world)).toEqual(['residue'])
    world.faults.now = noFaults
    await world.clock.pass(60_000)
    expect(codes(world)).toEqual([])
  })

  test('a refusal that ended an attempt keeps no later one from what is no longer refused', async () => {
    const world = await connected()
    world.faults.now = { ...noFaults, make: 'loses-link' }
    meddling['takes a link']?.(world)
    await world.clock.pass(500)
    for (const carrier of world.carriers.live) carrier.lose()
    await world.clock.pass(500)
    world.faults.now = noFaults
    await world.clock.pass(120_000)
    expect([state(world), codes(world)]).toEqual(['connected', []])
  })

  test('connecting, and measuring anew, tell of no change by others', async () => {
    const world = await connected()
    world.kernel.execute(4, ['link', 'set', 'wlan0', 'mtu', '1400'])
    world.tell()
    await world.clock.pass(2_000)
    expect(world.snapshots.flatMap(({ problems }) => problems.map(({ message }) => message))).toEqual([])
  })

  test('tells what the system refuses of the guard, whatever the tunnel lacks', async () => {
    const world = await connected()
    // An address that is fought over is put back only now and then.
    for (let times = 0; times <= fightLimit; times += 1) {
      meddling['takes an address']?.(world)
      await world.clock.pass(50)
    }
    world.faults.now = { ...noFaults, make: 'refused' }
    meddling['takes all rules']?.(world)
    await world.clock.pass(50)
    expect(codes(world)).toEqual(expect.arrayContaining(['address-missing', 'effect-failed']))
  })

  test('keeps what a look found while the path MTU is measured again', async () => {
    const world = await connected()
    world.faults.now = { ...noFaults, make: 'throws' }
    meddling['takes an address']?.(world)
    await world.clock.pass(5)
    expect(codes(world)).toContain('address-missing')
    void world.loop.measure(new AbortController().signal)
    await world.clock.pass(100)
    expect(codes(world)).toContain('address-missing')
  })

  test.each([
    [1400, 1314],
    [1300, 1214],
  ])('plans and measures again when the network’s MTU becomes %i', async (mtu, inner) => {
    const world = await connected()
    world.kernel.execute(4, ['link', 'set', 'wlan0', 'mtu', String(mtu)])
    world.tell()
    await world.clock.pass(100)
    const { pathMtu, state: shown } = world.snapshots.at(-1) ?? {}
    expect([shown, pathMtu?.underlay, pathMtu?.computed, pathMtu?.measured]).toEqual(['connected', mtu, inner, inner])
  })

  test('sees that the associations are gone, though packets for home make the kernel ask for new ones', async () => {
    const world = await connected()
    const ends = ['src', '192.168.0.2', 'dst', '5.6.7.8', 'proto', 'esp', 'spi', '0xc0000001']
    world.kernel.execute(4, ['xfrm', 'state', 'delete', ...ends])
    world.kernel.execute(4, ['xfrm', 'state', 'add', ...ends, 'if_id', String(ifId)])
    world.tell()
    await world.clock.pass(1_000)
    expect(state(world)).not.toBe('connected')
    await world.clock.pass(20_000)
    expect(state(world)).toBe('connected')
  })

  test('rests while the system cannot be looked at, though the carrier is established meanwhile', async () => {
    const world = loopWorld()
    world.network('cafe')
    void world.loop.up(homeLab)
    await world.clock.pass(0)
    world.faults.now = { ...noFaults, look: 'throws' }
    // The clock fails where somebody is at work without end.
    await world.clock.pass(3_000)
    world.faults.now = noFaults
    await world.clock.pass(2_000)
    expect(state(world)).toBe('connected')
  })

  test('raises the guard though the system cannot be looked at', async () => {
    const world = loopWorld()
    world.network('cafe')
    await world.clock.pass(10)
    world.faults.now = { ...noFaults, look: 'throws' }
    void world.loop.up(homeLab)
    await world.clock.pass(100)
    expect(guardIn(world, homeLab)).toEqual([])
    expect(world.kernel.print().filter((line) => line.includes('roam6-guard'))).not.toEqual([])
    // Another home, whose guard is made beside the one that stands.
    void world.loop.up(office)
    await world.clock.pass(100)
    expect(guardIn(world, office)).toEqual([])
    world.faults.now = noFaults
    await world.clock.pass(20_000)
    expect([state(world), world.gaps, guardIn(world, office)]).toEqual(['connected', [], []])
  })

  test('keeps the guard when the helper ends, and the next one finds it', async () => {
    const world = await connected()
    void world.loop.close()
    await world.clock.pass(100)
    expect(guardIn(world, homeLab)).toEqual([])
    expect(world.kernel.links.has('roam6')).toBe(false)
    const next = world.killed()
    await next.clock.pass(500)
    expect([state(next), next.gaps]).toEqual(['connected', []])
  })

  test('raises the guard of another profile before it takes that of the one before', async () => {
    const world = await connected()
    void world.loop.up(office)
    await world.clock.pass(1_000)
    expect([state(world), world.gaps, guardIn(world, office)]).toEqual(['connected', [], []])
    expect(world.kernel.print().some((line) => line.includes('fd12:3456:789a::/48'))).toBe(false)
  })

  test('raises the guard before it can be reached, where home was wanted when it began', async () => {
    const world = loopWorld({ intent: { want: 'up', profile: 'Home lab' } })
    world.network('cafe')
    world.carriers.answer = 'hang'
    let missing: readonly unknown[] | undefined
    void world.loop.guarded.then(() => {
      missing = guardIn(world, homeLab)
    })
    await world.clock.pass(50)
    expect(missing).toEqual([])
  })

  test('raises the guard before what outlived an earlier helper is ended, which may fail', async () => {
    const world = loopWorld({ intent: { want: 'up', profile: 'Home lab' } })
    world.network('cafe')
    world.faults.now = { ...noFaults, undo: 'throws' }
    await world.clock.pass(50)
    expect([guardIn(world, homeLab), codes(world)]).toEqual([[], ['internal-error']])
  })

  test('a request that is refused once while the guard is raised: it listens and says so, the filter stands, the rules follow', async () => {
    const world = loopWorld({ intent: { want: 'up', profile: 'Home lab' } })
    world.network('cafe')
    world.faults.now = { ...noFaults, netlink: 'fails-once' }
    world.carriers.answer = 'hang'
    const standing = () => world.kernel.print().filter((line) => /^(rule .* protocol 66|policy .* dir out)/.test(line))
    let then: { readonly filter: boolean; readonly stands: number; readonly told: boolean | undefined } | undefined
    void world.loop.guarded.then(() => {
      const filter = world.kernel.print().some((line) => line.includes(guardTable))
      then = { filter, stands: standing().length, told: codes(world)?.includes('effect-failed') }
    })
    await world.clock.pass(1_550)
    expect([guardIn(world, homeLab), world.gaps]).toEqual([[], []])
    // The change that was refused was held for a second.
    expect(then).toEqual({ filter: true, stands: standing().length - 1, told: true })
    await world.clock.pass(10_000)
    expect(codes(world)).toEqual([])
  })

  const lasting = {
    'a look that cannot be taken': { ...noFaults, look: 'throws' },
    'requests that are refused': { ...noFaults, netlink: 'fails' },
    'a journal on a full disk': { ...noFaults, journal: 'full' },
  } as const satisfies Readonly<Record<string, Faults>>

  test.each(Object.entries(lasting))('%s: there is a problem, another try, and down and up work', async (_, fault) => {
    const world = loopWorld()
    world.network('cafe')
    void world.loop.up(homeLab)
    world.faults.now = fault
    await world.clock.pass(5_000)
    expect(state(world)).not.toBe('connected')
    expect(codes(world)).not.toEqual([])
    let isDown = false
    void world.loop.down().then(() => {
      isDown = true
    })
    await world.clock.pass(2_000)
    expect([isDown, state(world)]).toEqual([true, 'off'])
    void world.loop.up(homeLab)
    await world.clock.pass(5_000)
    expect([state(world), codes(world)?.length]).not.toEqual(['connected', 0])
    world.faults.now = noFaults
    await world.clock.pass(40_000)
    expect([state(world), codes(world)]).toEqual(['connected', []])
  })

  test.each([
    ['requests that the kernel does not answer', { ...noFaults, netlink: 'stalls' }],
    ['a kernel that answers no look', { ...noFaults, look: 'stalls' }],
  ] as const)(
    '%s: leaving is answered within 2 s and told, and nothing is left once it works again',
    async (_, fault) => {
      const world = await connected()
      world.faults.now = fault
      let isDown = false
      void world.loop.down().then(() => {
        isDown = true
      })
      await world.clock.pass(2_000)
      expect([isDown, codes(world)]).toEqual([true, expect.arrayContaining([expect.any(String)])])
      world.faults.now = noFaults
      await world.clock.pass(60_000)
      expect([state(world), codes(world), guardIn(world, homeLab).length > 0]).toEqual(['off', [], true])
      expect(world.kernel.links.has('roam6')).toBe(false)
    },
  )

  test('a kernel that hangs from the first effect on, in looks as well: leaving is answered within 2 s and told', async () => {
    const world = await connected()
    world.faults.now = { ...noFaults, undo: 'stalls' }
    let isDown = false
    void world.loop.down().then(() => {
      isDown = true
    })
    await world.clock.pass(100)
    world.faults.now = { ...noFaults, undo: 'stalls', look: 'stalls' }
    await world.clock.pass(1_900)
    expect([isDown, state(world), codes(world)]).toEqual([true, 'off', expect.arrayContaining(['system-unreadable'])])
    world.faults.now = noFaults
    await world.clock.pass(60_000)
    expect([state(world), codes(world)]).toEqual(['off', []])
    expect(world.kernel.links.has('roam6')).toBe(false)
  })

  test('listens though the guard cannot be raised, and raises it as soon as it can', async () => {
    const world = loopWorld({ intent: { want: 'up', profile: 'Home lab' } })
    world.faults.now = { ...noFaults, make: 'throws' }
    let listens = false
    void world.loop.guarded.then(() => {
      listens = true
    })
    await world.clock.pass(50)
    expect([listens, codes(world)?.includes('internal-error')]).toEqual([true, true])
    world.faults.now = noFaults
    await world.clock.pass(2_000)
    expect(guardIn(world, homeLab)).toEqual([])
  })
})
