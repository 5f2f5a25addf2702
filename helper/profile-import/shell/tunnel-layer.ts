/** A tunnel that a script makes, as the layer of a profile. */
import type * as v from 'valibot'
import type { GreLayer } from '../../contract/layer/gre.ts'
import type { Ip6ip6Layer } from '../../contract/layer/ip6ip6.ts'
import type { DraftBuilder } from '../draft.ts'
import type { PlacedFact } from './tunnel-facts.ts'

export type Overlay = v.InferInput<typeof Ip6ip6Layer> | v.InferInput<typeof GreLayer>
export type TunnelFact = Extract<PlacedFact, { kind: 'tunnel' }>

const isTunnel = (fact: PlacedFact): fact is TunnelFact => fact.kind === 'tunnel'

/** The first, and what is no tunnel. */
export function tunnelAmong(
  facts: readonly PlacedFact[],
  draft: DraftBuilder,
): { readonly tunnel: TunnelFact | undefined; readonly others: readonly PlacedFact[] } {
  const [tunnel, ...more] = facts.filter(isTunnel)
  if (tunnel) draft.understand(tunnel.text, tunnel.from, 'fact')
  for (const another of more) draft.leaveOut(another.text, another.from, 'is another tunnel; a profile has one')
  return { tunnel, others: facts.filter((fact) => !isTunnel(fact)) }
}

export const layerOf = (tunnel: TunnelFact, local: string, remote: string): Overlay =>
  tunnel.mode === 'gre'
    ? {
        kind: 'gre',
        local,
        remote,
        ...(tunnel.key === null ? {} : { key: tunnel.key }),
        ...(tunnel.checksum ? { checksum: true } : {}),
        ...(tunnel.sequence ? { sequence: true } : {}),
      }
    : {
        kind: 'ip6ip6',
        local,
        remote,
        ...(tunnel.encapsulationLimit === null ? {} : { 'encapsulation-limit': tunnel.encapsulationLimit }),
        ...(tunnel.hopLimit === null ? {} : { 'hop-limit': tunnel.hopLimit }),
      }
