/**
 * ESP in transport mode, for GRE between two public addresses. An xfrm interface cannot carry it: the route of a packet in
 * transport mode is its own, and it would be the interface itself. So charon's policies are the machine's, for GRE between
 * these two ends alone, and the layer has no link.
 */
import type { GreLayer } from '../../../contract/layer/gre.ts'
import type { IkeLayer } from '../../../contract/layer/ike.ts'
import type { Layer, Profile } from '../../../contract/profile.ts'
import { done, failed, finding, type Outcome } from '../../outcome.ts'
import type { IkeEstablished } from './security.ts'

export const isTransport = (layer: Layer | undefined): boolean => layer?.kind === 'ike' && layer.mode === 'transport'

/** The GRE whose two ends are IKE's; null in any other profile. */
export function greInTransport({ layer: [carrier, inner] }: Profile): GreLayer | null {
  return isTransport(carrier) && inner?.kind === 'gre' ? inner : null
}

/** What is established may be another mode than was asked for (RFC 7296, 1.3.1), or go in UDP where there is NAT. */
export function judgeMode(layer: IkeLayer, { mode, natBetween, localHost, remoteHost }: IkeEstablished): Outcome<void> {
  if (!isTransport(layer)) return done(undefined)
  const gateway = remoteHost
  if (natBetween)
    return failed(finding('transport-behind-nat', { gateway }, [`IKE found NAT between ${localHost} and ${gateway}`]))
  return mode === 'transport'
    ? done(undefined)
    : failed(finding('transport-refused', { gateway }, [`agreed on instead: ${mode} mode`]))
}
