/**
 * The helper's verbs, as one table: what goes in, what comes out, who may, how long it may take.
 * JSON-RPC 2.0 over a UNIX stream socket with the Content-Length headers of LSP's base protocol. Every request has parameters, can be
 * cancelled ($/cancelRequest) and is answered within its deadline, with a problem if need be. A client that is not served gets the
 * notification `refused` and nothing else.
 */
import * as v from 'valibot'
import { TestProgress, TestReport } from './connectivity.ts'
import { HelperEvent, mostEvents } from './event.ts'
import { ImportRequest, ImportResult } from './import.ts'
import { Profile, ProfileSummary, UnreadableProfile } from './profile.ts'
import { ProfileFacts } from './profile-facts.ts'
import { Counters, PathMtu, Snapshot } from './snapshot.ts'
import { table } from './table.ts'
import { ProfileName } from './text.ts'

/** Raised with every change that an older client or helper would misread. */
export const protocolVersion = 3

/** Of one message: the files of an import (8 MiB, a third more in base64), and its JSON. A longer one ends the connection. */
export const maxMessageBytes = 12 * 1024 * 1024

/** `use`: watch, connect, disconnect, test. `admin`: change what is installed. */
export type Authority = 'use' | 'admin'

const nothing = table({})

export const LogLine = v.object({
  at: v.pipe(v.string(), v.isoTimestamp()),
  /** helper, charon, ip … */
  source: v.string(),
  level: v.picklist(['debug', 'info', 'warn', 'error']),
  text: v.string(),
})
export type LogLine = v.InferOutput<typeof LogLine>

export const Hello = v.object({
  version: v.string(),
  protocol: v.number(),
  uid: v.number(),
  authority: v.array(v.picklist(['use', 'admin'])),
})

/** "hosts/laptop" in the folder of a tinc network. */
export const HostFile = v.object({ name: v.string(), content: v.string() })
export type HostFile = v.InferOutput<typeof HostFile>

export const Profiles = v.object({ installed: v.array(ProfileSummary), unreadable: v.array(UnreadableProfile) })
export type Profiles = v.InferOutput<typeof Profiles>

export const requests = {
  /** Who the helper is, and what the caller may do. */
  hello: { params: nothing, result: Hello, authority: 'use', deadlineMs: 5_000 },
  status: { params: nothing, result: Snapshot, authority: 'use', deadlineMs: 5_000 },
  /** Answers with the snapshot now; then sends `snapshot`, `profiles` and `event` (and `counters`) until the connection ends. */
  watch: { params: table({ counters: v.boolean() }), result: Snapshot, authority: 'use', deadlineMs: 5_000 },
  /** Sets the intent and returns at once; progress and outcome are in the snapshots. No profile: the only or last one. */
  up: {
    params: table({ profile: v.optional(ProfileName) }),
    result: Snapshot,
    authority: 'use',
    deadlineMs: 5_000,
  },
  /** Returns when everything is undone. Works in every state. */
  down: { params: nothing, result: Snapshot, authority: 'use', deadlineMs: 15_000 },
  /** Sends `test-progress` notifications to the caller while it runs. */
  test: {
    params: table({ profile: v.optional(ProfileName) }),
    result: TestReport,
    authority: 'use',
    deadlineMs: 30_000,
  },
  /** Measures the path MTU now and applies what it finds. */
  mtu: { params: nothing, result: PathMtu, authority: 'use', deadlineMs: 20_000 },
  profiles: { params: nothing, result: Profiles, authority: 'use', deadlineMs: 5_000 },
  /**
   * The profile as TOML; keys and secrets are masked unless `secrets`, which needs admin: then it is there as a value, too, as
   * this Roam6 reads it. `hostFile`: what the gateway of a tinc profile needs of this laptop, with its public key.
   * `facts`: what a page says of the profile; a helper from before them has none.
   */
  show: {
    params: table({ profile: ProfileName, secrets: v.boolean() }),
    result: v.object({
      toml: v.string(),
      profile: v.optional(Profile),
      hostFile: v.optional(HostFile),
      facts: v.optional(ProfileFacts),
    }),
    authority: 'use',
    deadlineMs: 5_000,
  },
  import: { params: ImportRequest, result: ImportResult, authority: 'admin', deadlineMs: 10_000 },
  /** Disconnects first where it is connected. */
  remove: {
    params: table({ profile: ProfileName }),
    result: v.object({ removed: v.boolean() }),
    authority: 'admin',
    deadlineMs: 20_000,
  },
  logs: {
    params: table({ lines: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2000)) }),
    result: v.array(LogLine),
    authority: 'use',
    deadlineMs: 5_000,
  },
  /** What happened lately, oldest first. */
  events: {
    params: table({ last: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostEvents)) }),
    result: v.array(HelperEvent),
    authority: 'use',
    deadlineMs: 5_000,
  },
  /** Ends the helper after undoing everything (the app's "Quit and disconnect"). */
  stop: { params: nothing, result: v.object({ stopping: v.literal(true) }), authority: 'use', deadlineMs: 20_000 },
} as const satisfies Record<
  string,
  { params: v.GenericSchema; result: v.GenericSchema; authority: Authority; deadlineMs: number }
>

export type RequestName = keyof typeof requests
export type RequestParams<Name extends RequestName> = v.InferOutput<(typeof requests)[Name]['params']>
export type RequestResult<Name extends RequestName> = v.InferOutput<(typeof requests)[Name]['result']>

/** The `data` of a JSON-RPC error. The error's `message` is a sentence that can be shown. */
export const RequestFailure = v.object({
  code: v.picklist([
    'usage',
    'not-authorised',
    'unknown-profile',
    'profile-exists',
    'bad-profile',
    'wrong-passphrase',
    'not-connected',
    'timed-out',
    'busy',
    'cancelled',
    'disk',
    'internal',
  ]),
  /** Where in the given content: "laptop.toml, line 12, layer[0].peer.id". */
  place: v.optional(v.string()),
  remedy: v.optional(v.string()),
})
export type RequestFailure = v.InferOutput<typeof RequestFailure>
/** JSON-RPC error code of every such failure (a server-defined code, JSON-RPC 2.0 section 5.1). */
export const requestFailureCode = -32000

/** Why a client is not served, before it is hung up on. */
export const Refusal = v.object({ ...RequestFailure.entries, message: v.string() })
export type Refusal = v.InferOutput<typeof Refusal>

export const notifications = {
  snapshot: Snapshot,
  counters: Counters,
  'test-progress': TestProgress,
  /** Clients that watch are sent this when a profile was installed or removed. */
  profiles: Profiles,
  /** Clients that watch are sent each event; one whose `id` is known already repeated. */
  event: HelperEvent,
  refused: Refusal,
} as const
export type NotificationName = keyof typeof notifications
