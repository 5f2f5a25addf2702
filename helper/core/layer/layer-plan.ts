/** One layer of a stack, decided: what it makes of a packet, the link it is, and all that it needs besides. */
import type { Finding } from '../../contract/problem.ts'
import type { Underlay } from '../../contract/snapshot.ts'
import type { Change, LinkType } from '../change/change.ts'
import type { Encapsulation } from '../mtu/encapsulation.ts'
import type { Assigned } from './assigned.ts'
import type { Established } from './established.ts'

export interface LayerPlan {
  readonly encapsulation: Encapsulation
  /** What its packets enter; its MTU is the stack's to say. null: it protects those of the layer inside where they leave. */
  readonly link: { readonly name: string; readonly type: LinkType } | null
  /** Refusals, made before the link that they protect. */
  readonly before: readonly Change[]
  /** Made behind the link. */
  readonly behind: readonly Change[]
  /** Addresses that the far end gave us, on this link. */
  readonly assigned: readonly Assigned[]
  /** Our end of its outer packets, where it must be an address of the layer outside; null: the underlay's business. */
  readonly local: string | null
  /** The far end of its outer packets, reached through the layer outside; null for the outermost. */
  readonly remoteEnd: string | null
  /** What it carries; null where the far end routes on whatever comes. */
  readonly reachable: readonly string[] | null
  /** Whether it carries Ethernet: what is not on link has a next hop. */
  readonly ethernet: boolean
  readonly findings: readonly Finding[]
}

/** What a layer finds outside itself. */
export interface LayerContext {
  readonly underlay: Underlay
  readonly established: Established
  /** The link around it; null where its packets leave by the underlay's. */
  readonly around: { readonly link: string; readonly assigned: readonly Assigned[] } | null
  /** Whether ESP's transport mode protects its packets there. */
  readonly inTransport: boolean
  /** Whether IPv6's minimum passes in one piece; where not, outer packets go in fragments. */
  readonly passesWhole: boolean
}
