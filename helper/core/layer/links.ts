/** Names the link of each layer of a profile, before anything is made. ESP in transport mode has no link. */
import type { IkeLayer } from '../../contract/layer/ike.ts'
import type { Layer, Profile } from '../../contract/profile.ts'
import { overlayInterface, xfrmInterface } from '../change/marks.ts'
import { isTransport } from './ike/transport.ts'
import { tapName } from './openvpn/plan.ts'
import { tunName } from './tinc/plan.ts'

export function linkOf(layer: Exclude<Layer, IkeLayer>): string
export function linkOf(layer: Layer): string | null
export function linkOf(layer: Layer): string | null {
  switch (layer.kind) {
    case 'ike':
      return isTransport(layer) ? null : xfrmInterface
    case 'esp':
      return xfrmInterface
    case 'gre':
    case 'ip6ip6':
      return overlayInterface
    case 'openvpn':
      return tapName(layer)
    case 'tinc':
      return tunName(layer)
  }
}

export const linksOf = ({ layer }: Profile): readonly string[] => layer.flatMap((one) => linkOf(one) ?? [])

/** The link that applications' packets enter. */
export const innermostLink = (profile: Profile): string => {
  const last = linksOf(profile).at(-1)
  if (last === undefined) throw new Error('a profile without links was let in')
  return last
}

/** The laptop's own end of the outermost link, where the profile says that it is an address on the underlay. */
export function fixedEnd({ layer }: Profile): string | null {
  const outermost = layer.find((one) => linkOf(one) !== null)
  return outermost && 'local' in outermost && outermost.local !== 'virtual' ? outermost.local : null
}
