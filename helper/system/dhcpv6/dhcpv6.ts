/** Gives a carrier an address by DHCPv6 on a link, or says why there is none. */
import { type HeldAddress, takeAddress } from './client.ts'
import { dhcpv6Identity } from './identity.ts'
import { openDatagrams } from './socket.ts'

export interface Dhcpv6Request {
  readonly interface: string
  /** The prefixes of home: the address must be of one of them. */
  readonly home: readonly string[]
  /** The time within which the address must be there. */
  readonly deadlineMs: number
  readonly signal: AbortSignal
}

export type Dhcpv6 = (request: Dhcpv6Request) => Promise<HeldAddress | string>

/** Rejects only when aborted. */
export const dhcpv6: Dhcpv6 = async ({ interface: link, home, deadlineMs, signal }) => {
  const until = performance.now() + deadlineMs
  const datagrams = await openDatagrams(link, deadlineMs, signal)
  if (typeof datagrams === 'string') return datagrams
  try {
    const identity = await dhcpv6Identity(link)
    const taken = await takeAddress({ datagrams, identity, home, deadlineMs: until - performance.now(), signal })
    if (typeof taken === 'string') datagrams.close()
    else if (signal.aborted) taken.release()
    signal.throwIfAborted()
    return taken
  } catch (error) {
    datagrams.close()
    throw error
  }
}
