/** The tunnel beside setkey's ESP, out of the scripts that make it, and this laptop's addresses. */
import type { Origin } from '../../contract/import.ts'
import { contains, parseAddress } from '../../core/ip.ts'
import { type DraftBuilder, severalOf } from '../draft.ts'
import type { PlacedFact } from '../shell/tunnel-facts.ts'
import { layerOf, type Overlay, tunnelAmong } from '../shell/tunnel-layer.ts'
import type { Ends, Networks } from './esp.ts'

/** An end of the tunnel that makes the way for ESP: what stands there is no address in every print. */
function endOf(text: string | null, id: string, what: string, from: Origin, draft: DraftBuilder): string | undefined {
  const address = parseAddress(text ?? '')?.address
  if (address !== undefined) return address
  return draft.ask({
    id,
    kind: 'address',
    what,
    why: text === null ? 'The command names none.' : `“${text.slice(0, 64)}” is no address.`,
    from,
  })
}

export function overlayOf(
  facts: readonly PlacedFact[],
  draft: DraftBuilder,
): { layer: Overlay; device: string } | undefined {
  const { tunnel: fact } = tunnelAmong(facts, draft)
  if (!fact) return undefined
  const local = endOf(fact.local, 'tunnel-local', 'This laptop’s end of the tunnel, an address', fact.from, draft)
  const remote = endOf(fact.remote, 'tunnel-remote', 'The far end of the tunnel, an address', fact.from, draft)
  if (local === undefined || remote === undefined) return undefined
  return { layer: layerOf(fact, local, remote), device: fact.device }
}

/**
 * Addresses that belong to the tunnel's device, to ESP's own end, or to what ESP protects on our side. One of the latter
 * must be there; ESP's own end is the layer's.
 */
export function addressesOf(
  facts: readonly PlacedFact[],
  device: string | undefined,
  ends: Ends | undefined,
  local: readonly string[],
  draft: DraftBuilder,
): readonly { readonly address: string }[] {
  const found: { address: string }[] = []
  for (const fact of facts) {
    if (fact.kind === 'address') {
      const [address = ''] = fact.address.split('/')
      const inside = local.some((prefix) => contains(prefix, address))
      if (fact.device === device || address === ends?.local || inside) {
        draft.understand(`address ${fact.address}`, fact.from, 'fact')
        found.push({ address: fact.address })
      } else draft.leaveOut(fact.text, fact.from, 'is an address of another network')
    } else if (fact.kind === 'mtu') {
      draft.understand(`MTU ${fact.mtu}, to compare with what Roam6 calculates and measures`, fact.from, 'fact')
    } else if (fact.kind === 'route') {
      draft.understand(`route to ${fact.to}, which ESP’s policies say too`, fact.from, 'fact')
    } else if (fact.kind === 'name') {
      draft.leaveOut(fact.text, fact.from, 'Roam6 names this device itself')
    }
  }
  const missing = local.filter((prefix) => !found.some(({ address }) => contains(prefix, address.split('/')[0] ?? '')))
  if (local.length > 0 && missing.length === local.length) {
    const answer = draft.ask(
      {
        id: 'address',
        kind: 'prefix',
        what: `This laptop’s address in ${local.join(' or ')}, with its prefix length`,
        why: 'ESP carries nothing but what comes from there, and no file gives this laptop an address in it.',
        from: null,
      },
      (text) => {
        const inside = severalOf(text).every((one) => local.some((prefix) => contains(prefix, one.split('/')[0] ?? '')))
        return inside ? null : `must be in ${local.join(' or ')}`
      },
    )
    found.push(...severalOf(answer ?? '').map((address) => ({ address })))
  }
  return found
}

/** Whether ESP protects the tunnel; else the tunnel makes the way for ESP, as the article's does. */
export const isInside = (overlay: Overlay, ends: Ends, { local, remote }: Networks) =>
  (overlay.local === ends.local && overlay.remote === ends.remote) ||
  (local.some((prefix) => contains(prefix, overlay.local)) && remote.some((prefix) => contains(prefix, overlay.remote)))
