/** Transport mode: the two hosts of IKE are the two ends of GRE as well, where the configuration has the addresses of both. */
import { contains, familyOf, hostPrefix, parseAddress } from '../core/ip.ts'
import type { DraftBuilder } from './draft.ts'
import type { IkeFacts } from './ike-facts.ts'

export interface BetweenHosts {
  readonly local: string
  readonly remote: string
}

/** Who is there is behind NAT, or on this link alone: RFC 1918, 6598, 3927, 4291. */
const behindNat = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', 'fe80::/10']
const isPublic = (address: string) => !behindNat.some((prefix) => contains(prefix, address))

function betweenOf(facts: IkeFacts, gateway: string | undefined): BetweenHosts | null {
  const [local, remote] = [facts.ownHost, parseAddress(gateway ?? '')?.address]
  if (!facts.wantsTransport || local === undefined || remote === undefined) return null
  const alone = (networks: readonly string[], host: string) => networks.every((one) => one === hostPrefix(host))
  const fits =
    [local, remote].every(isPublic) &&
    familyOf(local) === familyOf(remote) &&
    facts.requestAddresses.length === 0 &&
    alone(facts.localNetworks, local) &&
    alone(facts.remoteNetworks, remote)
  return fits ? { local, remote } : null
}

/** Decides, and accounts for the lines that hang on it. */
export function settleBetweenHosts(
  facts: IkeFacts,
  gateway: string | undefined,
  draft: DraftBuilder,
): BetweenHosts | null {
  const between = betweenOf(facts, gateway)
  for (const { what, from, why } of facts.betweenHosts)
    if (between) draft.understand(what, from)
    else draft.leaveOut(what, from, why)
  return between
}
