/**
 * A strict fake of the helper at its port, the socket: it speaks the real contract and refuses whatever does not
 * fit it, in both directions. What it shows and how its verbs go is data.
 */
import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import * as v from 'valibot'
import {
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node'
import { profileFacts } from '../../helper/certificate/profile-facts.ts'
import type { TestReport } from '../../helper/contract/connectivity.ts'
import type { HelperEvent } from '../../helper/contract/event.ts'
import type { ImportRequest, ImportResult } from '../../helper/contract/import.ts'
import type { ProfileSummary, UnreadableProfile } from '../../helper/contract/profile.ts'
import {
  type HostFile,
  type LogLine,
  type NotificationName,
  notifications,
  protocolVersion,
  type RequestFailure,
  type RequestName,
  type RequestParams,
  type RequestResult,
  requestFailureCode,
  requests,
} from '../../helper/contract/requests.ts'
import { type Counters, phaseNames, type Snapshot } from '../../helper/contract/snapshot.ts'
import { parseProfile } from '../../helper/core/profile/parse-profile.ts'
import { plainProfile } from './imports.ts'
import { installedBy, textsOf } from './real-import.ts'
import type { Refusal } from './refusal.ts'
import { connected, connecting, healthyReport, homeLab, off } from './world.ts'

export interface Script {
  snapshot: Snapshot
  profiles: ProfileSummary[]
  unreadable: UnreadableProfile[]
  /** `up` leads to this state, after the phases. */
  outcome: (since: Date) => Snapshot
  /** Each phase of a connect takes so many ms. */
  phaseMs: number
  report: () => TestReport | Promise<TestReport>
  /** The test waits before the check of this number. */
  holdsAt: { readonly check: number; readonly until: Promise<void> } | undefined
  /** Each check of the test takes so many ms. */
  checkMs: number
  protocol: number
  events: HelperEvent[]
  /** These verbs are refused. */
  refuses: Partial<Record<RequestName, Refusal>>
  /** What is said of files: the first that answers; else nothing is recognised. */
  imports: readonly ((request: ImportRequest) => ImportResult | Refusal | undefined)[]
  /** This map has profiles by name, as TOML: whole, and as anyone may see them. */
  toml: Readonly<Record<string, { readonly whole: string; readonly masked: string; readonly hostFile?: HostFile }>>
  log: LogLine[]
}

export interface FakeHelper {
  readonly socket: string
  readonly script: Script
  /** These are all requests that fitted the contract, in order. */
  readonly calls: readonly { readonly name: RequestName; readonly params: unknown }[]
  /** Shows this to every watcher. */
  show(snapshot: Snapshot): void
  /** Tells every watcher that these profiles are installed: another client has changed them. */
  list(profiles: readonly ProfileSummary[]): void
  /** Tells every watcher that this happened. */
  tell(event: HelperEvent): void
  /** Sends this to every watcher that asked for counters. */
  count(counters: Counters): void
  /** Adds a line to the log. */
  say(source: string, text: string): void
  close(): Promise<void>
}

export async function startFakeHelper(socket: string, given: Partial<Script> = {}): Promise<FakeHelper> {
  const script: Script = {
    snapshot: off(new Date()),
    profiles: [homeLab],
    unreadable: [],
    outcome: connected,
    phaseMs: 150,
    report: healthyReport,
    holdsAt: undefined,
    checkMs: 20,
    protocol: protocolVersion,
    events: [],
    refuses: {},
    imports: [plainProfile],
    toml: {},
    log: [logLine('helper', 'listening')],
    ...given,
  }
  const fake = new Fake(script)
  rmSync(socket, { force: true })
  const server = createServer((peer) => fake.serve(peer))
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  chmodSync(socket, 0o666) // the app under test runs as another user
  return {
    socket,
    script,
    calls: fake.calls,
    show: (snapshot) => fake.show(snapshot),
    list: (profiles) => fake.list(profiles),
    tell: (event) => fake.tell(event),
    count: (counters) => fake.count(counters),
    say: (source, text) => void script.log.push(logLine(source, text)),
    close: () => {
      fake.hangUp()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

class Fake {
  readonly calls: { name: RequestName; params: unknown }[] = []
  readonly #script: Script
  readonly #peers = new Map<MessageConnection, { watching: boolean; counted: boolean; socket: Socket }>()
  #attempt = 0

  constructor(script: Script) {
    this.#script = script
  }

  serve(socket: Socket): void {
    const rpc = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket))
    this.#peers.set(rpc, { watching: false, counted: false, socket })
    const forget = () => this.#peers.delete(rpc)
    socket.on('close', forget).on('error', forget)
    rpc.onError(forget)
    for (const name of Object.keys(requests) as RequestName[])
      rpc.onRequest(name, (params: unknown) => this.#answer(name, params, rpc))
    rpc.listen()
  }

  show(snapshot: Snapshot): void {
    this.#script.snapshot = snapshot
    for (const [rpc, { watching }] of this.#peers) if (watching) this.#notify(rpc, 'snapshot', snapshot)
  }

  list(profiles: readonly ProfileSummary[]): void {
    this.#script.profiles = [...profiles]
    const value = { installed: [...profiles], unreadable: this.#script.unreadable }
    for (const [rpc, { watching }] of this.#peers) if (watching) this.#notify(rpc, 'profiles', value)
  }

  tell(event: HelperEvent): void {
    for (const [rpc, { watching }] of this.#peers) if (watching) this.#notify(rpc, 'event', event)
  }

  count(counters: Counters): void {
    for (const [rpc, { counted }] of this.#peers) if (counted) this.#notify(rpc, 'counters', counters)
  }

  hangUp(): void {
    this.#attempt++
    for (const { socket } of this.#peers.values()) socket.destroy()
  }

  #notify(rpc: MessageConnection, name: NotificationName, value: unknown): void {
    void rpc.sendNotification(name, v.parse(notifications[name], value)).catch(() => {})
  }

  async #answer(name: RequestName, params: unknown, rpc: MessageConnection): Promise<unknown> {
    const parsed = v.safeParse<v.GenericSchema>(requests[name].params, params)
    if (!parsed.success)
      return new ResponseError(requestFailureCode, parsed.issues[0].message, { code: 'usage' } satisfies RequestFailure)
    this.calls.push({ name, params: parsed.output })
    const refusal = this.#script.refuses[name]
    if (refusal) return refuse(refusal)
    const answer = await this.#perform(name, parsed.output, rpc)
    return isRefusal(answer) ? refuse(answer) : v.parse(requests[name].result, answer)
  }

  #perform(name: RequestName, params: unknown, rpc: MessageConnection): unknown {
    const script = this.#script
    switch (name) {
      case 'hello':
        return { version: '0.1.0', protocol: script.protocol, uid: 1000, authority: ['use'] }
      case 'status':
        return script.snapshot
      case 'watch': {
        const peer = this.#peers.get(rpc)
        if (peer) Object.assign(peer, { watching: true, counted: (params as RequestParams<'watch'>).counters })
        return script.snapshot
      }
      case 'up':
        void this.#connect((params as RequestParams<'up'>).profile)
        return script.snapshot
      case 'down':
        this.#attempt++
        this.show(off(new Date()))
        return script.snapshot
      case 'test':
        return this.#test(rpc)
      case 'mtu':
        return script.snapshot.pathMtu
      case 'profiles':
        return { installed: script.profiles, unreadable: script.unreadable }
      case 'show':
        return this.#show(params as RequestParams<'show'>)
      case 'import':
        return this.#import(params as ImportRequest)
      case 'remove':
        return this.#remove((params as RequestParams<'remove'>).profile)
      case 'events':
        return script.events.slice(-(params as RequestParams<'events'>).last)
      case 'logs':
        return script.log.slice(-(params as RequestParams<'logs'>).lines)
      case 'stop':
        return { stopping: true }
    }
  }

  #show({ profile, secrets }: RequestParams<'show'>): RequestResult<'show'> | Refusal {
    const known = this.#script.toml[profile]
    if (!known) return unknown(profile, this.#script)
    const { whole, masked, hostFile } = known
    const parsed = parseProfile(whole)
    return {
      toml: secrets ? whole : masked,
      ...(secrets && parsed.ok ? { profile: parsed.profile } : {}),
      ...(hostFile ? { hostFile } : {}),
      ...(parsed.ok ? { facts: profileFacts(parsed.profile) } : {}),
    }
  }

  /** As the helper: whole, or not installed; a name that is taken only with `replace`. */
  #import(request: ImportRequest): ImportResult | Refusal {
    const script = this.#script
    const answer = script.imports.map((one) => one(request)).find((one) => one !== undefined)
    if (!answer) return nothingRecognised
    if (isRefusal(answer)) return answer
    const name = request.name ?? answer.name
    const { summary, questions } = answer
    const known = script.profiles.find((profile) => profile.name === name)
    if (known && !request.replace && !request.dryRun)
      return {
        code: 'profile-exists',
        message: `There is already a profile “${name}”.`,
        remedy: 'Replace it, or rename.',
      }
    const installed = !request.dryRun && questions.length === 0 && summary !== null
    if (installed) {
      script.profiles = [...script.profiles.filter((profile) => profile !== known), { ...summary, name }]
      const profile = installedBy(request)
      if (profile) script.toml = { ...script.toml, [name]: textsOf({ ...profile, name }) }
    }
    return { ...answer, name, installed, summary: summary && { ...summary, name } }
  }

  /** Disconnects first. */
  #remove(profile: string): { removed: boolean } | Refusal {
    const script = this.#script
    const isThere = [...script.profiles, ...script.unreadable].some(({ name }) => name === profile)
    if (!isThere) return unknown(profile, script)
    script.unreadable = script.unreadable.filter(({ name }) => name !== profile)
    script.profiles = script.profiles.filter(({ name }) => name !== profile)
    if (script.snapshot.profile === profile) this.show({ ...off(new Date()), profile: null })
    return { removed: true }
  }

  async #connect(profile: string | undefined): Promise<void> {
    const attempt = ++this.#attempt
    const since = new Date()
    const called = (snapshot: Snapshot) => (profile === undefined ? snapshot : { ...snapshot, profile })
    for (const phase of phaseNames) {
      this.show(called(connecting(since, phase)))
      await pause(this.#script.phaseMs)
      if (attempt !== this.#attempt) return
    }
    this.show(called(this.#script.outcome(new Date())))
  }

  async #test(rpc: MessageConnection): Promise<TestReport> {
    const report = await this.#script.report()
    for (let count = 0; count <= report.checks.length; count++) {
      const checks = report.checks.map(({ id, layer, title }, at) =>
        at < count ? { id, layer, title, check: report.checks[at] } : { id, layer, title },
      )
      this.#notify(rpc, 'test-progress', { run: '1', checks })
      if (this.#script.holdsAt?.check === count) await this.#script.holdsAt.until
      await pause(this.#script.checkMs)
    }
    return report
  }
}

const logLine = (source: string, text: string): LogLine => ({
  at: new Date().toISOString(),
  source,
  level: 'info',
  text,
})

const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === 'object' && answer !== null && 'code' in answer && 'message' in answer

function refuse({ message, ...data }: Refusal): ResponseError<RequestFailure> {
  return new ResponseError(requestFailureCode, message, data)
}

const unknown = (profile: string, { profiles }: Script): Refusal => ({
  code: 'unknown-profile',
  message: `There is no profile “${profile}”.`,
  remedy: `Installed: ${profiles.map(({ name }) => name).join(', ')}`,
})

const nothingRecognised: Refusal = {
  code: 'bad-profile',
  message: 'None of these files is of a format that is known.',
  remedy: 'Choose the format, if you know it.',
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
