import type { Layer } from '../../contract/profile.ts'
import type { Outcome } from '../outcome.ts'
import { planEsp } from './esp.ts'
import { planGre } from './gre.ts'
import { planIke } from './ike/plan.ts'
import { planIp6ip6 } from './ip6ip6.ts'
import type { LayerContext, LayerPlan } from './layer-plan.ts'
import { planOpenVpn } from './openvpn/plan.ts'
import { planTinc } from './tinc/plan.ts'

export function planLayer(layer: Layer, outside: LayerContext): Outcome<LayerPlan> {
  switch (layer.kind) {
    case 'ike':
      return planIke(layer, outside)
    case 'esp':
      return planEsp(layer, outside)
    case 'openvpn':
      return planOpenVpn(layer, outside)
    case 'tinc':
      return planTinc(layer, outside)
    case 'gre':
      return planGre(layer, outside)
    case 'ip6ip6':
      return planIp6ip6(layer, outside)
  }
}
