/** These are the names of what crosses the bridge, and nothing else: the preload script is to stay small. */
import type { BridgeEvent, BridgeVerb } from './bridge.ts'

/** A table, so that the compiler sees that none is missing. */
const verbs: Readonly<Record<BridgeVerb, true>> = {
  state: true,
  chooseProfile: true,
  connect: true,
  disconnect: true,
  runTest: true,
  stopTest: true,
  copy: true,
  startHelper: true,
  logs: true,
  events: true,
  saveHistory: true,
  changeSettings: true,
  setOpensAtLogin: true,
  pickFiles: true,
  takeGivenFiles: true,
  previewImport: true,
  installImport: true,
  profileValue: true,
  makeTincKey: true,
  hostFile: true,
  exportProfile: true,
  gateway: true,
  saveGateway: true,
  removeProfile: true,
  profileFacts: true,
  duplicateProfile: true,
  renameProfile: true,
  changeStart: true,
  dismissLastError: true,
  noTrayTold: true,
  pageShown: true,
  minimise: true,
  closeWindow: true,
  quit: true,
}
const events: Readonly<Record<BridgeEvent, true>> = { state: true, counters: true, event: true, page: true }

export const verbNames = new Set(Object.keys(verbs))
export const eventNames = new Set(Object.keys(events))

/** As IPC calls them. */
export const verbChannel = (verb: string) => `roam6:verb:${verb}`
export const eventChannel = (event: string) => `roam6:event:${event}`
