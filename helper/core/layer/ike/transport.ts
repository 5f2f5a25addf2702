/**
 * ESP in transport mode protects GRE between two public addresses. An xfrm interface cannot be used for this: a packet
 * in transport mode keeps its own route, which would lead into the interface again. So charon's policies apply to the
 * whole machine, for GRE between these two ends alone, and the layer has no link.
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

/**
 * Checks the mode that was established. The gateway may have agreed on another mode than the one asked for (RFC 7296,
 * 1.3.1), and ESP is in UDP where there is NAT.
 */
export function judgeMode(layer: IkeLayer, { mode, natBetween, localHost, remoteHost }: IkeEstablished): Outcome<void> {
  if (!isTransport(layer)) return done(undefined)
  const gateway = remoteHost
  if (natBetween)
    return failed(finding('transport-behind-nat', { gateway }, [`IKE found NAT between ${localHost} and ${gateway}`]))
  return mode === 'transport'
    ? done(undefined)
    : failed(finding('transport-refused', { gateway }, [`agreed on instead: ${mode} mode`]))
}
