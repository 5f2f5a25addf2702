/** Reads what the lines of tincd's log say of connections and nodes (net_socket.c, meta.c, protocol_auth.c, node.c; 1.0 and 1.1). */

export type TincEvent =
  | { readonly kind: 'activated' | 'closed'; readonly node: string }
  | { readonly kind: 'refused' | 'timeout' | 'hung-up' | 'wrong-key'; readonly node: string }

const connections: readonly (readonly [RegExp, TincEvent['kind']])[] = [
  [/^Connection with (\w+) \(.*\) activated/, 'activated'],
  [/^Closing connection with (\w+) /, 'closed'],
  [/^Error while connecting to (\w+) \(.*\): Connection refused/, 'refused'],
  // A node that does not know our name, or not by this key, keeps the connection and says nothing (1.0.36).
  [/^Timeout from (\w+) \(.*\) during authentication/, 'hung-up'],
  [/^Timeout (?:from|while connecting to) (\w+) /, 'timeout'],
  [/^(?:Connection closed by|Lost connection to) (\w+) /, 'hung-up'],
  [/^Possible intruder (\w+) /, 'wrong-key'],
  [/^Intruder: wrong challenge reply from (\w+) /, 'wrong-key'],
  [/^Bogus data received from (\w+) /, 'wrong-key'],
]

export function readTincEvent(line: string): TincEvent | null {
  for (const [says, kind] of connections) {
    const node = says.exec(line)?.[1]
    if (node !== undefined) return { kind, node }
  }
  return null
}

export interface TincNode {
  readonly name: string
  readonly reachable: boolean
  /** Whether packets to this node go to it directly, not by way of another node. */
  readonly direct: boolean
}

/** tincd has exchanged keys with another node. It probes the direct way to that node next, and logs nothing about the outcome. */
export const agreesOnKeys = (line: string): boolean => /^(?:Got|Sending) ANS_KEY /.test(line)

/** Bit 4 of a node's status (node_status_t in node.h). */
const reachableBit = 0x10

/**
 * A line of the dump that SIGUSR2 asks for, about one node. `nexthop` is the node through which connections to it go. Packets go to the
 * node directly once it has answered probes by UDP, of a size up to `min` (send_udppacket in net_packet.c):
 * " my_pc at 192.168.0.3 port 655 … status 0018 nexthop my_pc via my_pc pmtu 1451 (min 1451 max 1451)"
 */
export function readTincNode(line: string): TincNode | null {
  const match = /^\s*(\w+)(?: id \w+)? at .* status ([0-9a-f]+) nexthop (\S+) via (\S+)/.exec(line)
  if (!match) return null
  const [, name = '', status = '0', nexthop, via] = match
  const [, probed = '0'] = /\(min (\d+) max \d+\)/.exec(line) ?? []
  return {
    name,
    reachable: (Number.parseInt(status, 16) & reachableBit) !== 0,
    direct: via === name && (nexthop === name || Number(probed) > 0),
  }
}
