/** This world runs the loop over the fake kernel, where everything may fail: effects, looks, carriers, networks, other programs. */
import type { Profile } from '../../helper/contract/profile.ts'
import type { Snapshot } from '../../helper/contract/snapshot.ts'
import type { Change } from '../../helper/core/change/change.ts'
import { guardFilter, guardRules } from '../../helper/core/change/guard.ts'
import { guardFilterTable } from '../../helper/core/change/guard-filter.ts'
import { guardTable, ifId } from '../../helper/core/change/marks.ts'
import type { Observed } from '../../helper/core/change/observed.ts'
import { isPresent } from '../../helper/core/change/present.ts'
import { ruleComment } from '../../helper/core/change/rule-comment.ts'
import { nowhere } from '../../helper/core/change/surroundings.ts'
import { firstView } from '../../helper/core/snapshot.ts'
import type { Programs } from '../../helper/daemon/program.ts'
import type { Intent } from '../../helper/journal/intent.ts'
import type { Journal } from '../../helper/journal/journal.ts'
import { createLedger } from '../../helper/journal/ledger.ts'
import { createLoop } from '../../helper/service/loop.ts'
import { createSnapshotStore } from '../../helper/service/snapshot-store.ts'
import type { Verbs } from '../../helper/service/verbs.ts'
import { createEffects, EffectFailed } from '../../helper/system/effects.ts'
import type { Effects, Observer, Requests } from '../../helper/system/ports.ts'
import type { Probes } from '../../helper/system/probes/probes.ts'
import { requestMs } from '../../helper/system/requests.ts'
import { createTincSeeds } from '../../helper/tinc/seeds.ts'
import { FakeCarriers } from './carrier.ts'
import { FakeClock } from './clock.ts'
import type { FakeKernel } from './kernel.ts'
import { laptopKernel } from './laptop-kernel.ts'
import { memoryJournal } from './memory-journal.ts'
import { parsed } from './parsed.ts'
import { FakeProcesses } from './processes.ts'
import { seed001, seed001Toml } from './seed001.ts'

export const homeLab = parsed(seed001Toml)
/** This profile leads to another home, by the same means. */
export const office = parsed(
  seed001Toml
    .replace('name = "Home lab"', 'name = "Office"')
    .replace('"fd12:3456:789a::/48", "2a00::100/120"', '"fd77::/48", "2a00::100/120"'),
)

/** Of the guard's filter what drops packets for home and the layers' networks, which no surroundings change. */
function dropsStanding(profile: Profile, { filters }: Observed): readonly string[] {
  const { chains } = guardFilterTable(guardFilter(profile, nowhere))
  const drops = chains.filter(({ name }) => name === 'home' || name === 'guarded')
  const seen = 'tables' in filters ? (filters.tables[guardTable] ?? {}) : {}
  return drops.flatMap(({ name, rules }) =>
    rules.filter((rule) => seen[name]?.includes(ruleComment(rule))).map((rule) => rule.join(' ')),
  )
}

/** Trouble is what goes wrong with the system itself. */
export interface Faults {
  /**
   * Of what is made: refused by the kernel, half of it made; an exception; nothing until it is aborted; the first link is deleted
   * by somebody as soon as it is made, so that what comes after it is refused.
   */
  make: 'no' | 'refused' | 'throws' | 'stalls' | 'loses-link'
  undo: 'no' | 'resists' | 'throws' | 'stalls'
  /** The kernel tells nothing within the observer's own deadline. */
  look: 'no' | 'throws' | 'stalls'
  /** A request of netlink: refused, each or the next one only; unanswered until the requests' own deadline, or until it is aborted. */
  netlink: 'no' | 'fails' | 'fails-once' | 'stalls'
  /** The disk of the journal takes nothing more; what needs no room is possible. */
  journal: 'no' | 'full'
}
export const noFaults: Faults = { make: 'no', undo: 'no', look: 'no', netlink: 'no', journal: 'no' }

/** As long as a request may take (`helper/system/requests.ts`), or until it is aborted. */
const stalls = (clock: FakeClock, signal: AbortSignal | undefined) =>
  new Promise<never>((_, reject) => {
    if (signal?.aborted) reject(signal.reason)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    clock.after(requestMs, () => reject(new Error(`the kernel did not answer within ${requestMs} ms`)))
  })

/** The observer's own deadline (`helper/system/observer.ts`). */
const lookMs = 1_500

function faultyObserver(real: Observer, faults: () => Faults, clock: FakeClock): Observer {
  return {
    async observe() {
      const how = faults().look
      if (how === 'throws') throw new Error('EAGAIN')
      if (how === 'stalls')
        await new Promise<never>((_, reject) => {
          clock.after(lookMs, () => reject(new Error(`the kernel did not answer within ${lookMs} ms`)))
        })
      return real.observe()
    },
  }
}

function faultyRequests(real: Requests, faults: { now: Faults }, clock: FakeClock): Requests {
  return {
    ...real,
    async send(request, signal) {
      const how = request.kind === 'ruleset' || request.kind === 'delete-table' ? 'no' : faults.now.netlink
      if (how === 'no') return real.send(request, signal)
      if (how === 'stalls') {
        await new Promise<void>((resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
          clock.after(requestMs, resolve)
        })
        return { error: 'ETIMEDOUT', words: '' }
      }
      if (how === 'fails-once') faults.now = { ...faults.now, netlink: 'no' }
      return { error: 'EAGAIN', words: '' }
    },
  }
}

/** On a full disk nothing is appended, and what remains of the journal is known but not written, unless nothing remains. */
function faultyJournal(real: Journal, faults: () => Faults): Journal {
  const full = () => new Error('ENOSPC: no space left on device, write')
  return {
    entries: real.entries,
    append(entries) {
      if (faults().journal === 'full') throw full()
      real.append(entries)
    },
    replace(rest) {
      real.replace(rest)
      if (faults().journal === 'full' && rest.length > 0) throw full()
    },
  }
}

/** Makes the changes one by one, and deletes the first link in between. */
async function makeAndLose(real: Effects, kernel: FakeKernel, changes: readonly Change[], signal?: AbortSignal) {
  const at = changes.findIndex(({ kind }) => kind === 'link') + 1
  await real.make(changes.slice(0, at), signal)
  const lost = changes[at - 1]
  if (lost?.kind === 'link') kernel.execute(4, ['link', 'delete', lost.name])
  await real.make(changes.slice(at), signal)
}

function faulty(real: Effects, kernel: FakeKernel, faults: () => Faults, clock: FakeClock): Effects {
  return {
    async make(changes, signal) {
      const how = faults().make
      if (how === 'throws') throw new Error('EAGAIN')
      if (how === 'stalls') return stalls(clock, signal)
      if (how === 'no') return real.make(changes, signal)
      if (how === 'loses-link') return makeAndLose(real, kernel, changes, signal)
      const half = changes.slice(0, Math.floor(changes.length / 2))
      await real.make(half, signal)
      const refused = changes[half.length]
      if (refused) throw new EffectFailed(refused, 'ip address add', 'EPERM')
    },
    async undo(changes, signal) {
      const how = faults().undo
      if (how === 'throws') throw new Error('EAGAIN')
      if (how === 'stalls') return stalls(clock, signal)
      if (how === 'no') return real.undo(changes, signal)
      return changes.slice(0, 1).concat(await real.undo(changes.slice(1), signal))
    },
    sweep: (keep, signal) =>
      faults().undo === 'throws' ? Promise.reject(new Error('EAGAIN')) : real.sweep(keep, signal),
  }
}

/** charon's own doing: the associations that it has while it lives. */
function negotiate(kernel: FakeKernel) {
  const state = ['src', '192.168.0.2', 'dst', '5.6.7.8', 'proto', 'esp', 'spi', '0xc0000001']
  if (!kernel.xfrm.print().some((line) => line.startsWith('state ')))
    kernel.execute(4, ['xfrm', 'state', 'add', ...state, 'aead', 'rfc4106(gcm(aes))', 'if_id', String(ifId)])
}

/** These programs are none: no program of a carrier runs here. */
const noPrograms: Programs = {
  find: async () => ({ ok: true, value: '/usr/sbin/charon' }),
  version: async () => '0',
}

/** A path as wide as the laptop's own link, less the headers of seed 001. */
const probesOf = (kernel: FakeKernel) =>
  ({
    echo: async () => ({ sent: 1, received: 1, rttMs: 5, errors: [] }),
    sizedEchoes: async ({ lengths }: { readonly lengths: readonly number[] }) => ({
      answered: new Map(
        lengths.filter((length) => length <= (kernel.links.get('wlan0')?.mtu ?? 0) - 86).map((length) => [length, 2]),
      ),
      tooLong: new Set<number>(),
      named: null,
      rttMs: 5,
      errors: [],
    }),
  }) as unknown as Probes

export interface LoopWorld {
  readonly loop: Verbs
  readonly kernel: FakeKernel
  readonly clock: FakeClock
  readonly carriers: FakeCarriers
  readonly faults: { now: Faults }
  readonly snapshots: readonly Snapshot[]
  readonly log: readonly string[]
  /** Of the guard that is wanted: what went while the helper itself acted. Never anything. */
  readonly gaps: readonly string[]
  /** The kernel tells of a change. */
  tell(): void
  network(is: 'cafe' | 'hotel' | 'none'): void
  install(profile: Profile): void
  intent(): Intent
  /** How often the loop has looked at the system. */
  looks(): number
  /** This helper was killed: its loop does nothing any more, and another one begins with the journal and the intent. */
  killed(): LoopWorld
  print(): string[]
}

interface Kept {
  readonly kernel: FakeKernel
  readonly journal: ReturnType<typeof memoryJournal>
  readonly profiles: Map<string, Profile>
  readonly processes: FakeProcesses
  intent: Intent
}

/** @param more of the world before: what outlives a helper */
export function loopWorld(more: Partial<Kept> = {}): LoopWorld {
  const kernel = more.kernel ?? laptopKernel()
  const kept: Kept = {
    kernel,
    journal: more.journal ?? memoryJournal(),
    profiles: more.profiles ?? new Map([homeLab, office].map((profile) => [profile.name, profile])),
    processes: more.processes ?? new FakeProcesses(() => negotiate(kernel)),
    intent: more.intent ?? { want: 'down', profile: null },
  }
  let activity = 0
  /** Changes that the kernel told of, which are not the helper's own. */
  let events = 0
  let isDead = false
  const clock = new FakeClock(() => activity)
  const faults = { now: noFaults }
  const gaps: string[] = []
  const log: string[] = []
  const snapshots: Snapshot[] = []

  const alive = async () => {
    activity += 1
    // So that a loop which never rests is seen to be one.
    if (activity % 50 === 0) await new Promise(setImmediate)
    if (isDead) await new Promise(() => undefined)
  }
  const requests = faultyRequests(kernel.requests(), faults, clock)
  const probes = probesOf(kernel)
  const observer = kernel.observer()
  const looking = faultyObserver(observer, () => faults.now, clock)
  const guardStanding = async () => {
    const profile = kept.profiles.get(kept.intent.profile ?? '')
    if (kept.intent.want === 'down' || !profile) return []
    const now = await observer.observe()
    const rules = guardRules(profile, nowhere).filter((rule) => isPresent(rule, now))
    return [...rules.map((rule) => JSON.stringify(rule)), ...dropsStanding(profile, now)]
  }
  async function watched<Result>(act: () => Promise<Result>): Promise<Result> {
    const before = await guardStanding()
    const [wish, told] = [kept.intent, events]
    try {
      return await act()
    } finally {
      const after = await guardStanding()
      // Another wish has another guard, and another program may take what it likes.
      if (wish === kept.intent && told === events) gaps.push(...before.filter((rule) => !after.includes(rule)))
    }
  }
  const real = createEffects(requests, looking, kernel.settings, kept.processes)
  const broken = faulty(real, kernel, () => faults.now, clock)
  const effects: Effects = {
    make: async (changes, signal) => {
      await alive()
      return watched(() => broken.make(changes, signal))
    },
    undo: async (changes, signal) => {
      await alive()
      return watched(() => broken.undo(changes, signal))
    },
    sweep: async (keep, signal) => {
      await alive()
      return watched(() => broken.sweep(keep, signal))
    },
  }
  const store = createSnapshotStore(
    firstView({
      version: '0',
      pid: 1,
      since: '2026-01-01T00:00:00Z',
      intent: kept.intent.want,
      profileName: null,
      profile: null,
    }),
  )
  store.subscribe((snapshot) => void snapshots.push(snapshot))
  const listeners = new Set<() => void>()
  const carriers = new FakeCarriers(clock, seed001.security)
  const ledger = createLedger(
    faultyJournal(kept.journal, () => faults.now),
    effects,
    'boot',
  )
  let looks = 0
  const told = (...words: readonly string[]) => void log.push(words.join(' '))
  const loop = createLoop({
    running: {
      carrier: {
        runtime: '/run/roam6',
        transaction: ledger.transaction('carrier'),
        processes: kept.processes,
        programs: noPrograms,
        probes,
        clock,
        log: told,
        dhcpv6: async () => 'none',
        tincSeeds: createTincSeeds(clock),
      },
      carrierOf: () => carriers.carry,
      resolve: async () => ({ ok: true, value: '5.6.7.8' }),
      probes,
    },
    ledger,
    sweep: effects.sweep,
    observer: {
      observe: async () => {
        await alive()
        looks += 1
        return looking.observe()
      },
    },
    intent: {
      read: () => kept.intent,
      write(intent) {
        kept.intent = intent
      },
    },
    profiles: {
      get(name) {
        const profile = kept.profiles.get(name)
        return profile && { profile, toml: '' }
      },
      unreadableAt: () => undefined,
    },
    events(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    store,
    clock,
    log: told,
  })
  const tell = () => {
    activity += 1
    events += 1
    for (const listener of listeners) listener()
  }
  return {
    loop,
    kernel,
    clock,
    carriers,
    faults,
    snapshots,
    log,
    gaps,
    tell,
    network(is) {
      for (const key of [...kernel.routes.keys()]) if (key.startsWith('main ')) kernel.routes.delete(key)
      const lan = is === 'hotel' ? '10.0.0.0/8' : '192.168.0.0/24'
      if (is !== 'none') {
        kernel.execute(4, ['route', 'replace', lan, 'dev', 'wlan0'])
        kernel.execute(4, ['route', 'replace', '0.0.0.0/0', 'dev', is === 'hotel' ? 'eth1' : 'wlan0'])
      }
      tell()
    },
    install(profile) {
      kept.profiles.set(profile.name, profile)
      loop.profileChanged(profile.name)
    },
    intent: () => kept.intent,
    looks: () => looks,
    killed() {
      isDead = true
      return loopWorld(kept)
    },
    print: () => [...kernel.print(), ...kept.processes.print()],
  }
}
