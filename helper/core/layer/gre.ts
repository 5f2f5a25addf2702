/** GRE (RFC 2784, 2890) as an overlay: a link on the interface of the layer around it, or between two fixed addresses. */
import type { GreLayer } from '../../contract/layer/gre.ts'
import type { XfrmBlockChange } from '../change/change.ts'
import { fwmark, overlayInterface } from '../change/marks.ts'
import { familyOf, hostPrefix } from '../ip.ts'
import { done, type Outcome } from '../outcome.ts'
import type { LayerContext, LayerPlan } from './layer-plan.ts'
import { ownEnd } from './own-end.ts'

export function planGre(layer: GreLayer, outside: LayerContext): Outcome<LayerPlan> {
  const local = ownEnd(layer.local, layer.remote, outside)
  if (!local.ok) return local
  const { key, checksum, sequence, remote } = layer
  const { around, inTransport } = outside
  const outer = familyOf(remote)
  return done({
    encapsulation: {
      kind: 'gre',
      outer,
      key: key !== undefined,
      checksum,
      sequence,
      ...(inTransport ? { headless: true } : {}),
    },
    link: {
      name: overlayInterface,
      type: {
        kind: outer === 4 ? 'gre' : 'ip6gre',
        local: local.value,
        remote,
        device: around?.link ?? null,
        fwmark: around ? null : fwmark,
        key,
        checksum,
        sequence,
        pathMtuDiscovery: outside.passesWhole,
      },
    },
    before: around ? [refusal(remote, local.value)] : inTransport ? unprotected(remote) : [],
    after: [],
    assigned: [],
    local: local.value,
    remoteEnd: remote,
    reachable: null,
    ethernet: false,
    findings: [],
  })
}

/**
 * A policy that refuses GRE in clear. Linux's tunnel lookup takes GRE with the right addresses from any device, even
 * for a tunnel bound to one device (measured). GRE that arrives in clear meets this policy; GRE that came out of ESP is
 * checked against the policies with an if_id.
 */
const refusal = (remote: string, local: string): XfrmBlockChange => ({
  kind: 'xfrm-block',
  source: hostPrefix(remote),
  destination: hostPrefix(local),
  protocol: 'gre',
})

const anywhere = { 4: '0.0.0.0/0', 6: '::/0' } as const

/**
 * Two policies that refuse GRE in clear in both directions. charon's own policies refuse it as well, but only as long
 * as charon runs.
 */
function unprotected(remote: string): XfrmBlockChange[] {
  const [gateway, anyone] = [hostPrefix(remote), anywhere[familyOf(remote)]]
  return [
    { kind: 'xfrm-block', source: gateway, destination: anyone, protocol: 'gre', behindOthers: 'in' },
    { kind: 'xfrm-block', source: anyone, destination: gateway, protocol: 'gre', behindOthers: 'out' },
  ]
}
