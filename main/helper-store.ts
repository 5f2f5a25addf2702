/**
 * This store mirrors the helper for the app: it connects, keeps the last snapshot, and connects again when it went away.
 * Its listeners are told that something changed; what, they look up.
 */
import type { TestProgress } from '../helper/contract/connectivity.ts'
import type { HelperEvent } from '../helper/contract/event.ts'
import type { ProfileSummary, UnreadableProfile } from '../helper/contract/profile.ts'
import type { RequestName, RequestParams, RequestResult } from '../helper/contract/requests.ts'
import type { Counters, Snapshot } from '../helper/contract/snapshot.ts'
import { connectHelper, type HelperAddress, type HelperClient, noHelper } from './helper-client.ts'
import { type Answer, failing, type HelperFailure } from './helper-failure.ts'
import { watchForSocket } from './socket-watch.ts'

/** Doubles from the first to the last, for the case that no file event told of the socket. */
const firstRetryMs = 1_000
const lastRetryMs = 60_000

export interface HelperListeners {
  changed(): void
  counters(value: Counters): void
  event(value: HelperEvent): void
  progress(value: TestProgress): void
}

export class HelperStore {
  /** Undefined until the first attempt ended. */
  failure: HelperFailure | undefined
  version: string | undefined
  snapshot: Snapshot | null = null
  /** Of the last snapshot that was heard, also after the helper went away. */
  lastIntent: Snapshot['intent'] = 'down'
  profiles: readonly ProfileSummary[] = []
  unreadable: readonly UnreadableProfile[] = []

  readonly #address: HelperAddress
  readonly #told: HelperListeners
  #client: HelperClient | undefined
  #retryMs = firstRetryMs
  #timer: NodeJS.Timeout | undefined
  #attempt: Promise<void> | undefined
  #counters = false
  readonly #stopWatching: () => void

  constructor(address: HelperAddress, told: HelperListeners) {
    this.#address = address
    this.#told = told
    this.#stopWatching = watchForSocket(address.socket, () => void this.connect())
  }

  /** Once at a time; settles when the attempt is over, whatever its end. */
  connect(): Promise<void> {
    if (this.#client) return Promise.resolve()
    this.#attempt ??= this.#connect().finally(() => {
      this.#attempt = undefined
    })
    return this.#attempt
  }

  request<Name extends RequestName>(
    name: Name,
    params: RequestParams<Name>,
    signal?: AbortSignal,
  ): Promise<Answer<RequestResult<Name>>> {
    if (this.#client) return this.#client.request(name, params, signal)
    return Promise.resolve(failing(this.failure ?? noHelper(this.#address)))
  }

  /** Counters stream only while somebody looks at them. */
  wantCounters(wanted: boolean): void {
    if (wanted === this.#counters) return
    this.#counters = wanted
    void this.#client?.request('watch', { counters: wanted })
  }

  /** Profiles are no part of the snapshot: asked again when the window opens and after changes. */
  async refreshProfiles(): Promise<void> {
    const answer = await this.request('profiles', {})
    if (!answer.ok) return
    this.#list(answer.value)
    this.#told.changed()
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#stopWatching()
    this.#client?.close()
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#timer)
    const connected = await connectHelper(this.#address)
    if (!connected.ok) return this.#fail(connected.failure)
    const client = connected.value
    client.on('snapshot', (snapshot) => this.#show(snapshot))
    client.on('event', (value) => this.#told.event(value))
    client.on('counters', (value) => this.#told.counters(value))
    client.on('profiles', (value) => {
      this.#list(value)
      this.#told.changed()
    })
    client.on('test-progress', (value) => this.#told.progress(value))
    const [first, profiles] = await Promise.all([
      client.request('watch', { counters: this.#counters }),
      client.request('profiles', {}),
    ])
    if (!first.ok) {
      client.close()
      return this.#fail(first.failure)
    }
    this.#client = client
    this.#retryMs = firstRetryMs
    this.failure = undefined
    this.version = client.hello.version
    if (profiles.ok) this.#list(profiles.value)
    this.#show(first.value)
    client.onClose(() => {
      this.#client = undefined
      this.#fail({ code: 'lost', socket: this.#address.socket })
    })
  }

  #list({ installed, unreadable }: RequestResult<'profiles'>): void {
    this.profiles = installed
    this.unreadable = unreadable
  }

  #show(snapshot: Snapshot): void {
    this.snapshot = snapshot
    this.lastIntent = snapshot.intent
    this.#told.changed()
  }

  #fail(failure: HelperFailure): void {
    this.failure = failure
    this.version = undefined
    this.snapshot = null
    this.#timer = setTimeout(() => void this.connect(), this.#retryMs).unref()
    this.#retryMs = Math.min(this.#retryMs * 2, lastRetryMs)
    this.#told.changed()
  }
}
