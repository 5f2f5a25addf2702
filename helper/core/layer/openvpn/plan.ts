/** OpenVPN's tap as a layer's plan: a device of ours that the daemon attaches to. */
import type { OpenVpnLayer } from '../../../contract/layer/openvpn.ts'
import { daemonInterface, daemonUser } from '../../change/marks.ts'
import { familyOf } from '../../ip.ts'
import { done, type Outcome } from '../../outcome.ts'
import { assignedBy } from '../established.ts'
import type { LayerContext, LayerPlan } from '../layer-plan.ts'

export const tapName = ({ device = daemonInterface }: OpenVpnLayer): string => device

export function planOpenVpn(layer: OpenVpnLayer, { established }: LayerContext): Outcome<LayerPlan> {
  if (established.kind !== 'openvpn') throw new Error('an openvpn layer without its daemon')
  const { transport, cipher, digest, tls, remoteHost } = established
  return done({
    encapsulation: {
      kind: 'openvpn',
      outer: familyOf(remoteHost),
      transport,
      tls,
      // Where the daemon does not name its algorithms, the sum takes openvpn's defaults (openvpn(8), 2.6); the
      // measurement shows what passes.
      cipher: cipher ?? layer.cipher ?? 'AES-256-GCM',
      digest: digest ?? layer.digest ?? 'SHA1',
    },
    link: { name: tapName(layer), type: { kind: 'tun', mode: 'tap', user: daemonUser } },
    before: [],
    after: [],
    assigned: assignedBy(established),
    local: null,
    remoteEnd: null,
    reachable: null,
    ethernet: true,
    findings: [],
  })
}
