/** IPv6 in IPv6 (RFC 2473): inside a carrier a link on its interface; outermost, between two fixed addresses. */
import type { Ip6ip6Layer } from '../../contract/layer/ip6ip6.ts'
import { fwmark, overlayInterface } from '../change/marks.ts'
import { hostPrefix } from '../ip.ts'
import { done, type Outcome } from '../outcome.ts'
import type { LayerContext, LayerPlan } from './layer-plan.ts'
import { ownEnd } from './own-end.ts'

export function planIp6ip6(layer: Ip6ip6Layer, outside: LayerContext): Outcome<LayerPlan> {
  const local = ownEnd(layer.local, layer.remote, outside)
  if (!local.ok) return local
  const { around } = outside
  const limit = layer['encapsulation-limit']
  return done({
    encapsulation: { kind: 'ip6ip6', limit: limit !== 'none' },
    link: {
      name: overlayInterface,
      type: {
        kind: 'ip6tnl',
        local: local.value,
        remote: layer.remote,
        device: around?.link ?? null,
        fwmark: around ? null : fwmark,
        encapsulationLimit: limit === 'none' ? null : limit,
        hopLimit: layer['hop-limit'],
      },
    },
    // Packets that arrive in clear must not pass for packets that came out of ESP, as with GRE.
    before: around
      ? [
          {
            kind: 'xfrm-block',
            source: hostPrefix(layer.remote),
            destination: hostPrefix(local.value),
            protocol: 'ipv6',
          },
        ]
      : [],
    after: [],
    assigned: [],
    local: around ? local.value : null,
    remoteEnd: around ? layer.remote : null,
    reachable: null,
    ethernet: false,
    findings: [],
  })
}
