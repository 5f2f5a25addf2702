/** The verbs: each one line of what it asks of whom. */
import { profileFacts } from '../certificate/profile-facts.ts'
import type { TestProgress, TestReport } from '../contract/connectivity.ts'
import type { Profile } from '../contract/profile.ts'
import { protocolVersion } from '../contract/requests.ts'
import { asked, type Wish } from '../core/event/asked.ts'
import { exportProfile } from '../core/profile/export-profile.ts'
import { mask } from '../core/profile/mask.ts'
import { summarise } from '../core/profile/summary.ts'
import type { EventBook } from '../service/event-book.ts'
import type { ReadFiles } from '../service/import-child.ts'
import { importProfile } from '../service/profile-import.ts'
import type { SnapshotStore } from '../service/snapshot-store.ts'
import type { TrafficStream } from '../service/traffic-stream.ts'
import type { Verbs } from '../service/verbs.ts'
import type { LogBook } from '../system/log.ts'
import type { ProfileStore } from '../system/profile-store.ts'
import { hostFileToHand } from '../tinc/host-file-to-hand.ts'
import type { Client, Handlers } from './client.ts'
import { RequestFailed } from './request-failed.ts'

export interface HandlerPorts {
  readonly version: string
  readonly store: SnapshotStore
  readonly loop: Verbs
  readonly profiles: ProfileStore
  readonly traffic: TrafficStream
  readonly logs: LogBook
  readonly events: EventBook
  readonly test: (
    profile: Profile,
    onProgress: (progress: TestProgress) => void,
    signal: AbortSignal,
  ) => Promise<TestReport>
  readonly readFiles: ReadFiles
  /** Ends the helper, as SIGTERM does. */
  readonly stop: () => void
}

export function createHandlers(ports: HandlerPorts): Handlers {
  const { store, loop, profiles, logs, events } = ports

  /** The named profile; or the one of the last connect; or the only one. */
  function profileFor(name: string | undefined): Profile {
    const installed = profiles.list().map(({ profile }) => profile)
    const last = loop.profileName
    const [only] = installed
    const chosen =
      name !== undefined
        ? installed.find((profile) => profile.name === name)
        : (installed.find((profile) => profile.name === last) ?? (installed.length === 1 ? only : undefined))
    if (chosen) return chosen
    const unreadable = name === undefined ? undefined : profiles.unreadableAt(name)
    if (unreadable) {
      throw new RequestFailed('bad-profile', `The profile “${name}” is not understood: ${unreadable.why}.`, {
        place: unreadable.file,
        remedy: 'Mend it, or import it again.',
      })
    }
    throw new RequestFailed(
      'unknown-profile',
      name !== undefined
        ? `There is no profile “${name}”.`
        : installed.length === 0
          ? 'No profile is installed.'
          : 'Which profile? There are several.',
      {
        remedy:
          installed.length === 0
            ? 'Import one: roam6 import FILE'
            : `Installed: ${installed.map((profile) => profile.name).join(', ')}`,
      },
    )
  }

  const listed = () => ({
    installed: profiles.list().map(({ profile }) => summarise(profile)),
    unreadable: [...profiles.unreadable()],
  })
  const note = (wish: Wish, { peer }: Client) => events.add(asked(wish, peer.uid))
  /** Each client that watches, once, with what ends that: asked anew, a client watches as it asked last. */
  const watchers = new Map<Client, () => void>()
  const tellProfiles = () => {
    const now = listed()
    for (const client of watchers.keys()) client.notify('profiles', now)
  }

  return {
    hello: (_, { peer, authority }) => ({
      version: ports.version,
      protocol: protocolVersion,
      uid: peer.uid,
      authority: [...authority],
    }),
    async status() {
      await loop.look()
      return store.snapshot()
    },
    watch({ counters }, client) {
      watchers.get(client)?.()
      const ends = [
        store.subscribe((snapshot) => client.notify('snapshot', snapshot)),
        events.subscribe((event) => client.notify('event', event)),
        ...(counters ? [ports.traffic.subscribe((sample) => client.notify('counters', sample))] : []),
      ]
      watchers.set(client, () => {
        for (const end of ends) end()
        watchers.delete(client)
      })
      client.onGone(() => watchers.get(client)?.())
      return store.snapshot()
    },
    async up({ profile }, client) {
      const wanted = profileFor(profile)
      note({ verb: 'up', profile: wanted.name }, client)
      await loop.up(wanted)
      return store.snapshot()
    },
    async down(_, client) {
      note({ verb: 'down' }, client)
      await loop.down()
      return store.snapshot()
    },
    test: ({ profile }, client, signal) =>
      ports.test(profileFor(profile), (progress) => client.notify('test-progress', progress), signal),
    async mtu(_, __, signal) {
      const measured = await loop.measure(signal)
      if (measured) return measured
      throw new RequestFailed('not-connected', 'The path MTU is measured through the tunnel, and there is none.', {
        remedy: 'Connect first: roam6 up',
      })
    },
    profiles: listed,
    show({ profile: name, secrets }, client) {
      if (secrets && !client.authority.includes('admin')) {
        throw new RequestFailed('not-authorised', 'Only an administrator may see secrets.')
      }
      const profile = profileFor(name)
      const toml = secrets ? (profiles.get(name)?.toml ?? '') : exportProfile(mask(profile))
      const hostFile = hostFileToHand(profile)
      return { toml, ...(secrets ? { profile } : {}), ...(hostFile ? { hostFile } : {}), facts: profileFacts(profile) }
    },
    async import(request, client, signal) {
      const { uid } = client.peer
      const result = await importProfile(request, { read: ports.readFiles, store: profiles }, uid, signal)
      if (!result.installed) return result
      note({ verb: 'import', profile: result.name }, client)
      if (result.name) loop.profileChanged(result.name)
      tellProfiles()
      return result
    },
    async remove({ profile: name }, client) {
      if (loop.profileName === name && loop.wantsHome) await loop.down()
      const removed = profiles.remove(name)
      if (removed) {
        note({ verb: 'remove', profile: name }, client)
        loop.profileChanged(name)
        tellProfiles()
      }
      return { removed }
    },
    logs: ({ lines }) => [...logs.last(lines)],
    events: ({ last }) => [...events.last(last)],
    async stop(_, client) {
      note({ verb: 'stop' }, client)
      await loop.down()
      // After the answer is on its way.
      setImmediate(ports.stop)
      return { stopping: true as const }
    },
  }
}
