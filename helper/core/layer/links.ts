/** Which link each layer of a profile is: known before anything is made. */
import type { Layer, Profile } from '../../contract/profile.ts'
import { overlayInterface, xfrmInterface } from '../change/marks.ts'
import { tapName } from './openvpn/plan.ts'
import { tunName } from './tinc/plan.ts'

export function linkOf(layer: Layer): string {
  switch (layer.kind) {
    case 'ike':
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

export const linksOf = ({ layer }: Profile): readonly string[] => layer.map(linkOf)

/** What applications' packets enter. */
export const innermostLink = ({ layer }: Profile): string => {
  const last = layer.at(-1)
  if (!last) throw new Error('a profile without layers was let in')
  return linkOf(last)
}
