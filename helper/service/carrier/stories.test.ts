/**
 * Model tests of the carriers: a daemon does anything at any moment, in any order, and the attempt is ended at any moment. It never
 * waits for ever, never throws, leaves nobody listening, and says nothing that did not happen.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byIke, byOpenVpn, byTinc, inTunnelMode, staticKey, tls } from '../../../test/fakes/carrier-profiles.ts'
import { FakeCharon, proof, security } from '../../../test/fakes/charon.ts'
import { type DaemonWorld, daemonWorld, destination } from '../../../test/fakes/daemon-world.ts'
import { FakeOpenVpn } from '../../../test/fakes/openvpn.ts'
import { FakeTinc, nodeList, tincWords } from '../../../test/fakes/tinc.ts'
import type { ProblemCode } from '../../contract/problem.ts'
import type { Profile } from '../../contract/profile.ts'
import { beginAttempt } from './attempt.ts'
import { carrierOf } from './carrier-of.ts'

const numRuns = Math.ceil(Number(process.env.ROAM6_STORIES ?? 2_000) / 20)

/** A daemon that a story plays. */
interface Player {
  readonly profile: Profile
  /** What it may do, once it runs. */
  readonly acts: Readonly<Record<string, () => unknown>>
  readonly isStarted: () => boolean
  /** What brings it up once it runs. */
  up(): Promise<unknown>
  readonly connections: () => number
  close(): Promise<void>
}

interface Kind {
  play(world: DaemonWorld): Player
  /** By what it may be established; and by what each problem may come. */
  readonly up: readonly string[]
  readonly problems: Readonly<Partial<Record<ProblemCode, readonly string[]>>>
}

/** How any daemon may end. */
const ends = (world: DaemonWorld, daemon: { readonly role: string; exit(): void }) => ({
  exit: () => daemon.exit(),
  killed: () => world.processes.exit(daemon.role, { exitCode: null, signal: 'SIGKILL' }),
})
const dead: readonly string[] = ['exit', 'killed']

/** A daemon that is asked by a socket, which it opens once. */
function socketOf(daemon: { listen(): Promise<void>; close(): Promise<void> }) {
  let isListening = false
  return {
    async listen() {
      if (isListening) return
      isListening = true
      await daemon.listen()
    },
    close: () => (isListening ? daemon.close() : Promise.resolve()),
  }
}

const tinc: Kind = {
  play(world) {
    const daemon = new FakeTinc(world)
    const says = Object.entries(tincWords).map(([name, lines]) => [name, () => daemon.say(...lines)] as const)
    return {
      profile: byTinc().profile,
      acts: {
        ...Object.fromEntries(says),
        list: () => daemon.say(...nodeList),
        'half a list': () => daemon.say(...nodeList.slice(0, 3)),
        keys: () => daemon.say('Got ANS_KEY from desk'),
        ...ends(world, daemon),
      },
      isStarted: () => daemon.isStarted,
      up: async () => daemon.say(...tincWords.activated),
      connections: () => 0,
      close: async () => {},
    }
  },
  up: ['activated'],
  problems: {
    'tinc-port-closed': ['refused'],
    'tinc-rejected': ['hung-up', 'rejected'],
    'tinc-wrong-key': ['wrong-key'],
    // Silence needs no cause.
    'tinc-silent': ['', 'timeout'],
    'daemon-died': dead,
    'carrier-gone': ['closed', 'hung-up'],
  },
}

const badCertificate = 'VERIFY ERROR: depth=0, error=certificate has expired: CN=gw, serial=1'
const openvpn = (more: object): Kind => ({
  play(world) {
    const daemon = new FakeOpenVpn(world)
    const { listen, close } = socketOf(daemon)
    return {
      profile: byOpenVpn(more).profile,
      acts: {
        listen,
        connected: () => daemon.connect(),
        reconnecting: () => daemon.state('RECONNECTING', 'ping-restart'),
        exiting: () => daemon.state('EXITING', 'exit-with-notification'),
        try: () => daemon.say('UDPv4 link remote: [AF_INET]5.6.7.8:1194'),
        verdict: () => daemon.say(badCertificate),
        'auth failed': () => daemon.say('AUTH: Received control message: AUTH_FAILED'),
        refused: () => daemon.say('read UDPv4 [ECONNREFUSED]: Connection refused (fd=3,code=111)'),
        garbage: () => daemon.send(`>STATE\n>LOG:\n\u0000${'x'.repeat(10_000)}\n>STATE:,,,,\n`),
        hangup: () => daemon.hangUp(),
        ...ends(world, daemon),
      },
      isStarted: () => daemon.isStarted,
      async up() {
        await listen()
        await world.until(() => daemon.isReleased)
        daemon.connect()
      },
      connections: () => daemon.connections,
      close,
    }
  },
  up: ['connected'],
  problems: {
    'timed-out': [''],
    'openvpn-silent': [''],
    'openvpn-key-unanswered': [''],
    'openvpn-tls-failed': ['verdict'],
    'openvpn-auth-failed': ['auth failed'],
    'openvpn-port-closed': ['refused'],
    'daemon-died': dead,
    'carrier-gone': ['reconnecting', 'exiting', 'hangup', 'garbage'],
  },
})

const ike: Kind = {
  play(world) {
    const daemon = new FakeCharon(world)
    const { manners } = daemon
    const { listen, close } = socketOf(daemon)
    return {
      profile: byIke(inTunnelMode).profile,
      acts: {
        listen,
        refuses: () =>
          Object.assign(manners, { initiate: 'fails', says: ['received NO_PROPOSAL_CHOSEN notify error'] }),
        agrees: () => Object.assign(manners, { initiate: 'up', says: [proof], established: security }),
        mute: () => manners.mute.add('initiate').add('list-sas'),
        silent: () => manners.mute.add('version').add('stats'),
        gone() {
          manners.established = null
          daemon.raise('ike-updown')
        },
        event: () => daemon.raise('child-rekey'),
        garbage: () => daemon.babble(),
        hangup: () => daemon.hangUp(),
        ...ends(world, daemon),
      },
      isStarted: () => daemon.isStarted,
      up: listen,
      connections: () => daemon.connections,
      close,
    }
  },
  up: ['listen'],
  problems: {
    'timed-out': ['', 'hangup', 'garbage'],
    'no-common-ike-proposal': ['refuses'],
    // The log of a charon that died is read in no time of the story's: its end may come too late for a story that goes on.
    'ike-failed': ['gone', 'mute', 'hangup', 'garbage', ...dead],
    'daemon-died': dead,
    'carrier-gone': ['gone', 'mute', 'hangup', 'garbage', ...dead],
  },
}

const kinds: Readonly<Record<string, Kind>> = {
  ike,
  tinc,
  'openvpn by TLS': openvpn({ tls }),
  'openvpn by a static key': openvpn({ 'static-key': staticKey }),
}

/** A pause: so many turns of the loop, or so much of the helper's time. */
type Pause = { readonly turns: number } | { readonly ms: number }
const pause: fc.Arbitrary<Pause> = fc.oneof(
  fc.record({ turns: fc.constantFrom(0, 1, 2, 5, 20) }),
  fc.record({ ms: fc.constantFrom(20, 200, 600, 4_000, 16_000) }),
)
async function wait(world: DaemonWorld, how: Pause): Promise<void> {
  if ('ms' in how) return world.clock.pass(how.ms)
  for (let n = 0; n < how.turns; n++) await new Promise(setImmediate)
}

/** Where a story begins: before anything runs, when the daemon runs, or when it is established. */
const beginnings = ['cold', 'running', 'up'] as const
interface Told {
  readonly beginning: (typeof beginnings)[number]
  readonly acts: readonly (readonly [string, Pause])[]
  /** After so many acts of a cold beginning the gateway is known. */
  readonly connectAfter: number
  /** It is not waited for what becomes of it. */
  readonly isEndedEarly: boolean
}

async function tell(kind: Kind, { beginning, acts, connectAfter, isEndedEarly }: Told) {
  const world = daemonWorld({ version: '2.6.14' })
  const player = kind.play(world)
  const seen: ReturnType<ReturnType<typeof beginAttempt>['now']>[] = []
  const happened = new Set([''])
  const attempt = beginAttempt(carrierOf(player.profile), player.profile, world.ports, () => seen.push(attempt.now()))
  if (beginning !== 'cold') {
    attempt.connect(destination)
    await world.until(player.isStarted)
  }
  if (beginning === 'up') {
    for (const what of kind.up) happened.add(what)
    await player.up()
    await world.until(() => attempt.now().is === 'established')
  }
  for (const [n, [what, how]] of acts.entries()) {
    if (n === connectAfter) attempt.connect(destination)
    // A daemon that does not run, or has ended, does nothing.
    if (player.isStarted()) {
      happened.add(what)
      await player.acts[what]?.()
    }
    await wait(world, how)
  }
  if (!isEndedEarly) {
    // Whatever happened: it does not wait for ever. Only what is asked of a charon that is up has deadlines in a time of its own
    // (vici-client.test.ts).
    attempt.connect(destination)
    if (!happened.has('mute')) await world.pass(() => attempt.now().is !== 'starting')
  }
  const ended = { is: false }
  void attempt.end().then(() => {
    ended.is = true
  })
  await world.clock.pass(250)
  expect(ended.is).toBe(true)
  // What was read from a disk meanwhile comes in no time of the story's.
  await world.until(() => player.connections() + world.processes.listeners + world.clock.pending === 0)
  for (const [n, now] of seen.entries()) {
    if (now.is === 'starting') throw new Error('it never starts again')
    if (now.is === 'established') expect(kind.up.some((what) => happened.has(what))).toBe(true)
    else {
      // And it is the last.
      expect(n).toBe(seen.length - 1)
      const causes = kind.problems[now.why.code] ?? []
      expect([now.why.code, now.why.evidence, causes.some((what) => happened.has(what))]).toEqual([
        now.why.code,
        now.why.evidence,
        true,
      ])
    }
  }
  await player.close()
  world.close()
}

describe('a carrier, whatever its daemon does', () => {
  for (const [name, kind] of Object.entries(kinds))
    test(name, { timeout: 600_000 }, async () => {
      const names = (() => {
        const world = daemonWorld()
        const acts = Object.keys(kind.play(world).acts)
        world.close()
        return acts
      })()
      // What makes it come to anything is not rarer than what does not.
      const act = fc.oneof(fc.constantFrom(...names), fc.constantFrom(...names.slice(0, 2)))
      const story = fc.record({
        beginning: fc.constantFrom(...beginnings),
        acts: fc.array(fc.tuple(act, pause), { maxLength: 12 }),
        connectAfter: fc.nat(4),
        isEndedEarly: fc.boolean(),
      })
      await fc.assert(
        fc.asyncProperty(story, (told) => tell(kind, told)),
        { numRuns },
      )
    })
})
