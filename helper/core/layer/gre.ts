/** GRE (RFC 2784, 2890) as an overlay: a link on the interface of the layer around it. */
import type { GreLayer } from '../../contract/layer/gre.ts'
import { overlayInterface } from '../change/marks.ts'
import { familyOf, hostPrefix } from '../ip.ts'
import { done, type Outcome } from '../outcome.ts'
import { ownEnd } from './own-end.ts'
import type { Outside, Stage } from './stage.ts'

export function planGre(layer: GreLayer, outside: Outside): Outcome<Stage> {
  const local = ownEnd(layer.local, layer.remote, outside)
  if (!local.ok) return local
  const { key, checksum, sequence, remote } = layer
  return done({
    encapsulation: { kind: 'gre', outer: familyOf(remote), key: key !== undefined, checksum, sequence },
    link: {
      name: overlayInterface,
      type: {
        kind: 'gre',
        local: local.value,
        remote,
        device: outside.around?.link ?? outside.underlay.interface,
        key,
        checksum,
        sequence,
        pathMtuDiscovery: outside.passesWhole,
      },
    },
    // Linux's tunnel lookup takes GRE with the right addresses from any device, also for a tunnel bound to one
    // (measured). What comes in clear meets this policy; what came out of ESP is checked against those with an if_id.
    before: [{ kind: 'xfrm-block', source: hostPrefix(remote), destination: hostPrefix(local.value), protocol: 'gre' }],
    behind: [],
    given: [],
    local: local.value,
    far: remote,
    carries: null,
    ethernet: false,
    findings: [],
  })
}
