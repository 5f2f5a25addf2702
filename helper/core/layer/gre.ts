/** GRE (RFC 2784, 2890) as an overlay: a link on the interface of the layer outside it. */
import type { GreLayer } from '../../contract/layer/gre.ts'
import type { LinkType, XfrmBlockChange } from '../change/change.ts'
import { familyOf, hostPrefix } from '../ip.ts'
import { done, failed, finding, type Outcome } from '../outcome.ts'

/** The address that the layer outside gave us, of the family that the far end has; or the one the profile names. */
export function greLocal(layer: GreLayer, virtualAddresses: readonly string[]): Outcome<string> {
  if (layer.local !== 'virtual') return done(layer.local)
  const local = virtualAddresses.find((address) => familyOf(address) === familyOf(layer.remote))
  return local === undefined
    ? failed(
        finding('no-virtual-address', { family: familyOf(layer.remote) }, [
          `got: ${virtualAddresses.join(', ') || 'none'}`,
        ]),
      )
    : done(local)
}

export const greLink = (layer: GreLayer, local: string, device: string, pathMtuDiscovery: boolean): LinkType => ({
  kind: 'gre',
  local,
  remote: layer.remote,
  device,
  key: layer.key,
  checksum: layer.checksum,
  sequence: layer.sequence,
  pathMtuDiscovery,
})

/**
 * Linux's tunnel lookup takes GRE with the right addresses from any device, also for a tunnel bound to one (measured).
 * What comes in clear meets this policy; what came out of ESP is checked against those with an if_id instead.
 */
export const refuseInClear = (layer: GreLayer, local: string): XfrmBlockChange => ({
  kind: 'xfrm-block',
  source: hostPrefix(layer.remote),
  destination: hostPrefix(local),
  protocol: 'gre',
})
