/**
 * Plans the layer of IKEv2's ESP: charon makes states and policies with our if_id; we make the interface and put the
 * assigned addresses on it. In transport mode there is neither interface nor address.
 */
import type { IkeLayer } from '../../../contract/layer/ike.ts'
import { ifId, xfrmInterface } from '../../change/marks.ts'
import { familyOf, hostPrefix, parsePrefix } from '../../ip.ts'
import { done, failed, finding, type Outcome } from '../../outcome.ts'
import { conflictWith } from '../../underlay.ts'
import { assignedBy } from '../established.ts'
import type { LayerContext, LayerPlan } from '../layer-plan.ts'
import { refuseInClear } from '../refuse-in-clear.ts'
import { judgeVirtualAddresses } from './established.ts'
import { isTransport } from './transport.ts'

/** A selector of one protocol ("192.168.101.0/24[gre]") carries the overlay, not what a route would send. */
const wholePrefixes = (selectors: readonly string[]) => selectors.filter((selector) => parsePrefix(selector) !== null)

export function planIke(layer: IkeLayer, { established, underlay }: LayerContext): Outcome<LayerPlan> {
  if (established.kind !== 'ike') throw new Error('an ike layer without its daemon')
  const { virtualAddresses, esp } = established
  for (const address of virtualAddresses) {
    const owner = conflictWith(underlay, address)
    if (owner === null) continue
    const evidence = `${underlay.interface}: ${underlay.addresses.join(', ')}, router ${underlay.router}`
    return failed(finding('address-conflict', { address, owner }, [evidence]))
  }
  const judged = judgeVirtualAddresses(layer, virtualAddresses)
  const transport = isTransport(layer)
  const reachable = transport ? [] : wholePrefixes(established.remoteSelectors)
  return done({
    encapsulation: {
      kind: 'esp',
      outer: familyOf(established.remoteHost),
      udp: established.udpEncapsulation,
      encryption: esp.encryption,
      integrity: esp.integrity,
    },
    link: transport ? null : { name: xfrmInterface, type: { kind: 'xfrm', ifId } },
    before: refuseInClear(reachable, [...virtualAddresses.map(hostPrefix), ...layer['local-networks']]),
    after: [],
    assigned: assignedBy(established),
    local: null,
    remoteEnd: null,
    reachable,
    ethernet: false,
    findings: judged.ok ? [] : [judged.finding],
  })
}
