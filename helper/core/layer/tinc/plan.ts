/** tinc in router mode as a layer's plan: a tun device of ours that the daemon attaches to. */
import type { TincLayer } from '../../../contract/layer/tinc.ts'
import { daemonInterface, daemonUser } from '../../change/marks.ts'
import { familyOf } from '../../ip.ts'
import { done, type Outcome } from '../../outcome.ts'
import type { LayerContext, LayerPlan } from '../layer-plan.ts'

export const tunName = ({ device = daemonInterface }: TincLayer): string => device

export function planTinc(layer: TincLayer, { established }: LayerContext): Outcome<LayerPlan> {
  if (established.kind !== 'tinc') throw new Error('a tinc layer without its daemon')
  return done({
    encapsulation: { kind: 'tinc', outer: familyOf(established.remoteHost), protocol: established.protocol },
    link: { name: tunName(layer), type: { kind: 'tun', mode: 'tun', user: daemonUser } },
    before: [],
    after: [],
    assigned: [],
    local: null,
    remoteEnd: null,
    reachable: null,
    ethernet: false,
    findings: [],
  })
}
