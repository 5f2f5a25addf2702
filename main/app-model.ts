/** This class holds what the app knows and can do: the one place that window and tray look at and call. */
import type { TestProgress, TestReport } from '../helper/contract/connectivity.ts'
import { type HelperEvent, mostEvents } from '../helper/contract/event.ts'
import type { LogLine, RequestName, RequestParams, RequestResult } from '../helper/contract/requests.ts'
import type { Counters } from '../helper/contract/snapshot.ts'
import type { AppState, HelperView, ProgramFacts, Settings, TestView, Words } from './contract/bridge.ts'
import { chosenProfile } from './contract/words/action.ts'
import type { HelperAddress } from './helper-client.ts'
import { type Answer, type HelperFailure, wordFailure } from './helper-failure.ts'
import { HelperStore } from './helper-store.ts'
import type { SettingsFile } from './settings.ts'

export interface AppModelParts {
  readonly version: string
  readonly helper: HelperAddress
  readonly settings: SettingsFile
  readonly program: ProgramFacts
  opensAtLogin(): boolean
  setAutostart(wanted: boolean): void
  /** Asks for root's rights and starts the helper; undefined when it did. */
  startHelper(): Promise<Words | undefined>
}

export class AppModel {
  readonly #parts: AppModelParts
  readonly #store: HelperStore
  readonly #listeners = new Set<() => void>()
  readonly #counterListeners = new Set<(value: Counters) => void>()
  readonly #eventListeners = new Set<(value: HelperEvent) => void>()
  #starting = false
  #startTrouble: Words | undefined
  #lastError: Words | null = null
  #test: TestView = { state: 'none' }
  #stopTest = () => {}
  /** When a test of each profile passed last. */
  readonly #passed = new Map<string, string>()
  #tray = true
  #opensAtLogin: boolean

  constructor(parts: AppModelParts) {
    this.#parts = parts
    this.#opensAtLogin = parts.opensAtLogin()
    this.#store = new HelperStore(parts.helper, {
      changed: () => this.#changed(),
      counters: (value) => {
        for (const listener of this.#counterListeners) listener(value)
      },
      event: (value) => {
        for (const listener of this.#eventListeners) listener(value)
      },
      progress: (progress) => this.#progress(progress),
    })
  }

  get state(): AppState {
    return {
      version: this.#parts.version,
      helper: this.#helperView(),
      program: this.#parts.program,
      guarded: this.#store.lastIntent === 'up',
      snapshot: this.#store.snapshot,
      profiles: this.#store.profiles,
      unreadable: this.#store.unreadable,
      test: this.#test,
      settings: this.#parts.settings.value,
      opensAtLogin: this.#opensAtLogin,
      tray: this.#tray,
      lastError: this.#lastError,
    }
  }

  /** Called after every change. Returns its own undo. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  onCounters(listener: (value: Counters) => void): () => void {
    this.#counterListeners.add(listener)
    return () => void this.#counterListeners.delete(listener)
  }

  onEvent(listener: (value: HelperEvent) => void): () => void {
    this.#eventListeners.add(listener)
    return () => void this.#eventListeners.delete(listener)
  }

  start(): Promise<void> {
    return this.#store.connect()
  }

  close(): void {
    this.#store.close()
  }

  wantCounters(wanted: boolean): void {
    this.#store.wantCounters(wanted)
  }

  setTray(there: boolean): void {
    if (there === this.#tray) return
    this.#tray = there
    this.#changed()
  }

  async refreshProfiles(): Promise<void> {
    await this.#store.refreshProfiles()
  }

  async connect(): Promise<void> {
    const profile = chosenProfile(this.state)?.name
    await this.#ask('up', profile === undefined ? {} : { profile })
  }

  async connectTo(profile: string): Promise<void> {
    await this.#ask('up', { profile })
  }

  async disconnect(): Promise<void> {
    await this.#ask('down', {})
  }

  async chooseProfile(profile: string): Promise<void> {
    this.changeSettings({ profile })
    // Connected to another home: that is what choosing means then.
    const { snapshot } = this.state
    if (snapshot?.intent === 'up' && snapshot.profile !== profile) await this.#ask('up', { profile })
  }

  async runTest(): Promise<void> {
    if (this.#test.state === 'running') return
    this.#setTest({ state: 'running', progress: null })
    const profile = chosenProfile(this.state)?.name
    const stop = new AbortController()
    this.#stopTest = () => stop.abort()
    const answer = await this.#store.request('test', profile === undefined ? {} : { profile }, stop.signal)
    if (answer.ok) this.#setTest(this.#finished(answer.value))
    else if (stop.signal.aborted) this.#setTest({ state: 'stopped' })
    else this.#setTest({ state: 'failed', words: wordFailure(answer.failure) })
  }

  stopTest(): void {
    this.#stopTest()
  }

  #finished(report: TestReport): TestView {
    const passedAt = this.#passed.get(report.profile) ?? null
    if (report.verdict === 'pass') this.#passed.set(report.profile, report.at)
    return { state: 'done', report, passedAt }
  }

  async startHelper(): Promise<void> {
    if (this.#starting) return
    this.#starting = true
    this.#changed()
    this.#startTrouble = await this.#parts.startHelper()
    if (!this.#startTrouble) await this.#store.connect()
    this.#starting = false
    this.#changed()
  }

  logs(): Promise<Answer<readonly LogLine[]>> {
    return this.#store.request('logs', { lines: 500 })
  }

  events(): Promise<Answer<readonly HelperEvent[]>> {
    return this.#store.request('events', { last: mostEvents })
  }

  /** For what has an answer of its own and leaves no trace in the state. */
  request<Name extends RequestName>(name: Name, params: RequestParams<Name>): Promise<Answer<RequestResult<Name>>> {
    return this.#store.request(name, params)
  }

  changeSettings(change: Partial<Settings>): void {
    this.#parts.settings.change(change)
    this.#changed()
  }

  /** What holds then is read again: a full disk may have kept it as it was. */
  setOpensAtLogin(wanted: boolean): void {
    try {
      this.#parts.setAutostart(wanted)
      this.#lastError = null
    } catch (error) {
      this.#lastError = { message: `The desktop entry cannot be written: ${(error as NodeJS.ErrnoException).code}.` }
    }
    this.#opensAtLogin = this.#parts.opensAtLogin()
    this.#changed()
  }

  dismissLastError(): void {
    this.#lastError = null
    this.#changed()
  }

  async #ask<Name extends RequestName>(name: Name, params: RequestParams<Name>): Promise<void> {
    const answer = await this.#store.request(name, params)
    this.#lastError = answer.ok ? null : wordFailure(answer.failure)
    this.#changed()
  }

  #helperView(): HelperView {
    if (this.#starting) return { state: 'starting' }
    if (this.#store.version !== undefined) return { state: 'running', version: this.#store.version }
    const { failure } = this.#store
    if (!failure) return { state: 'searching' }
    if (failure.code === 'not-served') return { state: 'foreign', serves: failure.serves, you: failure.you }
    if (isAbsence(failure)) return { state: 'absent', ...(this.#startTrouble ? { words: this.#startTrouble } : {}) }
    return { state: 'unusable', words: wordFailure(failure) }
  }

  #progress(progress: TestProgress): void {
    if (this.#test.state === 'running') this.#setTest({ state: 'running', progress })
  }

  #setTest(test: TestView): void {
    this.#test = test
    this.#changed()
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}

const isAbsence = ({ code }: HelperFailure) => code === 'no-helper' || code === 'lost'
