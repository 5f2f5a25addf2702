import type { TincNode } from './read-log.ts'

export interface TincEstablished {
  readonly kind: 'tinc'
  /** tincd does not report its own address. */
  readonly localHost: null
  readonly remoteHost: string
  readonly protocol: 'legacy' | 'sptps'
  /** The nodes that tincd can reach, and whether packets go to each directly or by way of the gateway. */
  readonly peers: readonly { readonly name: string; readonly direct: boolean }[]
}

/**
 * The nodes that the daemon reaches.
 * @param next the node that its connection stands to: it may be known of a moment before the daemon's own list says so
 */
export function peersOf(nodes: readonly TincNode[], next: string | null): TincEstablished['peers'] {
  const reached = nodes.filter(({ reachable }) => reachable)
  const listed = reached.map(({ name, direct }) => ({ name, direct: direct || name === next }))
  return next === null || listed.some(({ name }) => name === next) ? listed : [{ name: next, direct: true }, ...listed]
}
