/** This is the way to the main process, as the preload script put it into the window. */
import type { Bridge, BridgeVerb } from '../main/contract/bridge.ts'

declare global {
  interface Window {
    readonly roam6: Bridge
  }
}

export const bridge: Bridge = window.roam6

/** A verb without content; what it could not do comes back in the state. */
export const ask = (verb: Extract<BridgeVerb, 'connect' | 'disconnect' | 'runTest' | 'stopTest' | 'startHelper'>) =>
  void bridge.call(verb, {})
