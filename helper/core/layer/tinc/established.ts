export interface TincEstablished {
  readonly kind: 'tinc'
  /** tincd does not say. */
  readonly localHost: null
  readonly remoteHost: string
  readonly protocol: 'legacy' | 'sptps'
  /** Nodes that tinc knows to be reachable, and whether it talks to them without the gateway between. */
  readonly peers: readonly { readonly name: string; readonly direct: boolean }[]
}
