/** What is known of the inside of an IKE tunnel, in a profile's terms. */
import type { Overlay } from './shell/tunnel-layer.ts'

export interface Inside {
  readonly remoteNetworks: readonly string[]
  readonly localNetworks: readonly string[]
  readonly prefixes: readonly string[]
  readonly addresses: readonly string[]
  readonly routes: readonly string[]
  /** Null as well while one of its ends is asked for. */
  readonly overlay: Overlay | null
}
