import { familyOf } from '../ip.ts'
import { done, failed, finding, type Outcome } from '../outcome.ts'
import { conflictWith } from '../underlay.ts'
import type { LayerContext } from './layer-plan.ts'

/**
 * Finds our address of an overlay's outer packets: the assigned address of the layer around, of the same family as the
 * far end, or else the address that the profile names.
 */
export function ownEnd(
  local: string,
  remote: string,
  { around, underlay }: Pick<LayerContext, 'around' | 'underlay'>,
): Outcome<string> {
  if (local === 'virtual') {
    const found = around?.assigned.find(({ address }) => familyOf(address) === familyOf(remote))
    return found === undefined
      ? failed(
          finding('no-virtual-address', { family: familyOf(remote) }, [
            `got: ${around?.assigned.map(({ address }) => address).join(', ') || 'none'}`,
          ]),
        )
      : done(found.address)
  }
  if (around) return done(local)
  if (familyOf(local) === 6 && !underlay.addresses.some((text) => familyOf(text) === 6))
    return failed(finding('underlay-without-ipv6', { interface: underlay.interface }, underlay.addresses))
  return conflictWith(underlay, local) === 'address for this laptop'
    ? done(local)
    : failed(finding('not-at-fixed-address', { address: local }, [`here: ${underlay.addresses.join(', ') || 'none'}`]))
}
