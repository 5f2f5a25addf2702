/**
 * This contract is all that crosses between the window and the main process: named verbs with checked content, and events.
 * The window boots from one `AppState` and then lives on `state` events. Names alone are in `channels.ts`.
 */
import * as v from 'valibot'
import type { TestProgress, TestReport } from '../../helper/contract/connectivity.ts'
import type { HelperEvent } from '../../helper/contract/event.ts'
import { ImportedFile, ImportRequest, type ImportResult } from '../../helper/contract/import.ts'
import { Profile, type ProfileSummary, type UnreadableProfile } from '../../helper/contract/profile.ts'
import type { ProfileFacts } from '../../helper/contract/profile-facts.ts'
import type { HostFile, LogLine } from '../../helper/contract/requests.ts'
import type { Counters, Snapshot } from '../../helper/contract/snapshot.ts'
import { list, namedTable, table } from '../../helper/contract/table.ts'
import { ProfileName } from '../../helper/contract/text.ts'
import { maxFileBytes, maxFiles, maxImportBytes, zoomLevels } from './limits.ts'

/** What is asked of the person, or told: a sentence, and what to do. */
export interface Words {
  readonly message: string
  /** Where in what was given: "laptop.toml, line 12", "layer[0].peer.id". */
  readonly place?: string
  readonly remedy?: string
}

export type HelperView =
  /** Not known yet: the first connection is being made. */
  | { readonly state: 'searching' }
  | { readonly state: 'running'; readonly version: string }
  /** Nobody listens; `words` says why a start failed, where one was tried. */
  | { readonly state: 'absent'; readonly words?: Words }
  /** It is being started; polkit may be asking. */
  | { readonly state: 'starting' }
  /** Somebody listens who cannot be used: another version, not root's. */
  | { readonly state: 'unusable'; readonly words: Words }
  /** The helper serves another user. Both are words; `serves` is null where that is not known. */
  | { readonly state: 'foreign'; readonly serves: string | null; readonly you: string }

export type TestView =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly progress: TestProgress | null }
  /** `passedAt`: when a test of the same profile passed before, while this app runs. */
  | { readonly state: 'done'; readonly report: TestReport; readonly passedAt: string | null }
  /** The person ended it before its verdict. */
  | { readonly state: 'stopped' }
  | { readonly state: 'failed'; readonly words: Words }

const TrayInk = v.picklist(['auto', 'dark', 'light', 'outlined'])
const Zoom = v.pipe(v.number(), v.minValue(zoomLevels.least), v.maxValue(zoomLevels.most))

export const Settings = v.object({
  /** Colours of the window. */
  theme: v.fallback(v.picklist(['system', 'light', 'dark']), 'system'),
  notifications: v.fallback(v.picklist(['all', 'problems', 'none']), 'all'),
  /** The profile that the window and the tray offer. */
  profile: v.fallback(v.nullable(ProfileName), null),
  /** Ink of the tray's shapes: `auto` is that of the panel where its colour is known, else outlined. */
  trayInk: v.fallback(TrayInk, 'auto'),
  /** Enlargement of the window's text and controls, as a level; 0 is 100 %. */
  zoom: v.fallback(Zoom, 0),
  /** "There is no tray" is said once. */
  toldNoTray: v.fallback(v.boolean(), false),
})
export type Settings = v.InferOutput<typeof Settings>

/** Where the program and its helper are. */
export interface ProgramFacts {
  /** The whole line for a terminal that starts a helper, where none runs. */
  readonly startLine: string
  /** The same for one that serves this user in place of one that runs. */
  readonly replaceLine: string
  readonly socket: string
  readonly uid: number
  readonly electron: string
  readonly chromium: string
}

export interface AppState {
  readonly version: string
  readonly helper: HelperView
  readonly program: ProgramFacts
  /** Home was wanted when the helper was last heard: its guard stands on without it. */
  readonly guarded: boolean
  /** Null until the helper was heard; kept, and marked by `helper`, when it goes away. */
  readonly snapshot: Snapshot | null
  readonly profiles: readonly ProfileSummary[]
  readonly unreadable: readonly UnreadableProfile[]
  readonly test: TestView
  readonly settings: Settings
  /** Whether a desktop entry in autostart, the user's or a package's, brings the app up at login. */
  readonly opensAtLogin: boolean
  /** Whether closing the window leaves a way back in the tray. */
  readonly tray: boolean
  /** What the last verb could not do; until the next one. */
  readonly lastError: Words | null
}

const gatewayChoice = {
  profile: ProfileName,
  kind: v.nullable(v.pipe(v.string(), v.maxLength(32))),
  values: namedTable(v.pipe(v.string(), v.maxLength(64)), v.pipe(v.string(), v.minLength(1), v.maxLength(1024))),
}
/** Which gateway's text is wanted, with the values that the person gave for its blanks. `kind` null: the first that fits. */
export const GatewayChoice = table(gatewayChoice)
export type GatewayChoice = v.InferOutput<typeof GatewayChoice>

/** What home must have for a profile, as the files of a gateway and of the router in front of it. */
export interface GatewayView {
  /** The programs that can be the other end, the one that fits best first; none for a rare stack of layers. */
  readonly kinds: readonly string[]
  /** The program that the files are for; null where there is none. */
  readonly kind: string | null
  /** With the values that were given; a blank stands between "<<" and ">>". */
  readonly files: readonly {
    readonly name: string
    readonly says: string
    readonly on: 'gateway' | 'router'
    readonly path: string
    readonly content: string
  }[]
  /** All values that the profile does not say, those that were given as well. */
  readonly blanks: readonly {
    readonly name: string
    readonly mark: string
    readonly means: string
    readonly example: string
  }[]
  /** The names of the blanks that are still in the files. */
  readonly missing: readonly string[]
  /** By the blank's name: why what was given cannot stand there. */
  readonly faults: Readonly<Record<string, string>>
}

export const pages = ['overview', 'test', 'profiles', 'settings', 'log', 'about', 'keys'] as const
export const Page = v.picklist(pages)
export type Page = v.InferOutput<typeof Page>
/** What may be asked for from outside the window: a page, or the profiles' page with an import begun. */
export type Target = Page | 'import'

const nothing = table({})

/** A file in the window: what it is called, folders included, and what is in it. Where it lies, the window never sees. */
export const WindowFile = table({
  name: ImportedFile.entries.name,
  bytes: v.pipe(
    v.instance(Uint8Array),
    v.check(({ length }) => length <= maxFileBytes),
  ),
})
export type WindowFile = v.InferOutput<typeof WindowFile>

/** What is to become a profile: files that people have, or a profile's value from a form. One way in for both. */
export const ImportDraft = table({
  source: v.union([
    table({
      files: v.pipe(
        list(WindowFile, maxFiles),
        v.nonEmpty(),
        v.check((files) => files.reduce((sum, { bytes }) => sum + bytes.length, 0) <= maxImportBytes),
      ),
    }),
    table({ profile: Profile }),
  ]),
  format: ImportRequest.entries.format,
  name: ImportRequest.entries.name,
  answers: ImportRequest.entries.answers,
})
export type ImportDraft = v.InferOutput<typeof ImportDraft>

/** Verb → what goes in. Each answers `Reply` of what `Results` says. */
export const bridge = {
  state: nothing,
  /** Makes it the one that the window and the tray offer; connects to it where another is connected. */
  chooseProfile: table({ profile: ProfileName }),
  connect: nothing,
  disconnect: nothing,
  runTest: nothing,
  stopTest: nothing,
  copy: table({ text: v.pipe(v.string(), v.maxLength(262_144)) }),
  startHelper: nothing,
  logs: nothing,
  /** What happened lately; later events come as `event`. */
  events: nothing,
  /** Into a file that the person names. */
  saveHistory: table({ text: v.pipe(v.string(), v.maxLength(262_144)) }),
  changeSettings: table({
    theme: v.optional(v.picklist(['system', 'light', 'dark'])),
    notifications: v.optional(v.picklist(['all', 'problems', 'none'])),
    trayInk: v.optional(TrayInk),
    zoom: v.optional(Zoom),
  }),
  /** By a desktop entry of the user's own in autostart. */
  setOpensAtLogin: table({ wanted: v.boolean() }),
  /** Native dialogs; nothing is chosen where the person cancels. `pem`: one text file, for an answer. */
  pickFiles: table({ what: v.picklist(['files', 'folder', 'pem']) }),
  /** The files that the app was called with and that the window has not taken yet: from a file manager, in most cases. */
  takeGivenFiles: nothing,
  /** What would be installed. Nothing is. */
  previewImport: ImportDraft,
  installImport: table({ ...ImportDraft.entries, replace: v.boolean() }),
  /** A profile with its secrets, to be edited; null where the person, who is asked by a dialog of the system, does not want that. */
  profileValue: table({ profile: ProfileName }),
  /** An RSA key pair of this laptop's own, as the text of its private key. Nothing is stored. */
  makeTincKey: nothing,
  /** What the gateway of a tinc profile needs of this laptop; null where nothing. */
  hostFile: table({ profile: ProfileName }),
  /** As TOML, into a file that the person names. */
  exportProfile: table({ profile: ProfileName, secrets: v.boolean() }),
  /** The other end of a profile as text, for the program that is chosen. No secret is in it. */
  gateway: GatewayChoice,
  /** One of those files by its name, or all of them into a folder; the person says where. */
  saveGateway: table({ ...gatewayChoice, file: v.nullable(v.pipe(v.string(), v.maxLength(64))) }),
  removeProfile: table({ profile: ProfileName }),
  /** What its page says; null where the helper is older than these facts. */
  profileFacts: table({ profile: ProfileName }),
  /** Installs the same profile under another name, which is not taken. Its secrets never come into the window. */
  duplicateProfile: table({ profile: ProfileName, name: ProfileName }),
  /** As a duplicate, and the first one goes: where it is connected, it is disconnected first and connected again as the new one. */
  renameProfile: table({ profile: ProfileName, name: ProfileName }),
  /** When it connects by itself. Its tunnel goes on, where it has one. */
  changeStart: table({ profile: ProfileName, start: v.picklist(['login', 'manual']) }),
  dismissLastError: nothing,
  /** "There is no tray" was read. */
  noTrayTold: nothing,
  /** The page shown: the window takes its size. */
  pageShown: table({ page: Page }),
  minimise: nothing,
  closeWindow: nothing,
  /** Ends the app; the tunnel and the helper stay unless `disconnect`. */
  quit: table({ disconnect: v.boolean() }),
} as const satisfies Record<string, v.GenericSchema>

export type BridgeVerb = keyof typeof bridge
export type BridgeParams<Verb extends BridgeVerb> = v.InferOutput<(typeof bridge)[Verb]>

interface OwnResults {
  state: AppState
  logs: readonly LogLine[]
  events: readonly HelperEvent[]
  saveHistory: { readonly saved: boolean }
  pickFiles: readonly WindowFile[]
  takeGivenFiles: readonly WindowFile[]
  previewImport: ImportResult
  installImport: ImportResult
  profileValue: Profile | null
  makeTincKey: string
  hostFile: HostFile | null
  exportProfile: { readonly saved: boolean }
  gateway: GatewayView
  saveGateway: { readonly saved: boolean }
  profileFacts: ProfileFacts | null
}
export type BridgeResult<Verb extends BridgeVerb> = Verb extends keyof OwnResults ? OwnResults[Verb] : null

export type Reply<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly words: Words }

export interface BridgeEvents {
  state: AppState
  /** Once a second while the window shows a tunnel that is up. */
  counters: Counters
  /** Something happened, or happened again: then it has an id that is known. */
  event: HelperEvent
  /** The tray or a notification asks for a page. */
  page: Target
}
export type BridgeEvent = keyof BridgeEvents

/** What the preload script puts into the window as `roam6`. */
export interface Bridge {
  call<Verb extends BridgeVerb>(verb: Verb, params: BridgeParams<Verb>): Promise<Reply<BridgeResult<Verb>>>
  /** Returns its own undo. */
  on<Event extends BridgeEvent>(event: Event, listener: (value: BridgeEvents[Event]) => void): () => void
}
