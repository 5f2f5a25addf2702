/**
 * The plan of one layer of a stack: what the layer adds to a packet, which link it is, and all else that it needs on
 * this machine.
 */
import type { Finding } from '../../contract/problem.ts'
import type { Underlay } from '../../contract/snapshot.ts'
import type { Change, LinkType } from '../change/change.ts'
import type { Encapsulation } from '../mtu/encapsulation.ts'
import type { Assigned } from './assigned.ts'
import type { Established } from './established.ts'

export interface LayerPlan {
  readonly encapsulation: Encapsulation
  /**
   * The link that the layer's packets enter; its MTU follows from the whole stack. null: the layer has no link, and
   * protects the packets of the layer inside as they leave (ESP's transport mode).
   */
  readonly link: { readonly name: string; readonly type: LinkType } | null
  /** Refusals; they are made before the link that they protect. */
  readonly before: readonly Change[]
  /** Changes that are made after the link. */
  readonly after: readonly Change[]
  /** Addresses that the far end gave us; they are put on this link. */
  readonly assigned: readonly Assigned[]
  /**
   * Our address on the layer's outer packets, where it must be one of the layer outside; null where the underlay's
   * routing chooses the address.
   */
  readonly local: string | null
  /**
   * The far end's address on the layer's outer packets, reached through the layer outside; null for the outermost
   * layer.
   */
  readonly remoteEnd: string | null
  /** The prefixes that the layer carries; null where the far end routes whatever arrives. */
  readonly reachable: readonly string[] | null
  /** Whether the layer carries Ethernet frames: a destination that is not on its link needs a next hop then. */
  readonly ethernet: boolean
  readonly findings: readonly Finding[]
}

/** The facts outside a layer that its plan depends on. */
export interface LayerContext {
  readonly underlay: Underlay
  readonly established: Established
  /** The link that the layer's outer packets enter; null where they leave by the underlay's link. */
  readonly around: { readonly link: string; readonly assigned: readonly Assigned[] } | null
  /** Whether ESP's transport mode protects the layer's outer packets. */
  readonly inTransport: boolean
  /** Whether packets of IPv6's minimum size pass in one piece; where they do not, outer packets are sent without DF. */
  readonly passesWhole: boolean
}
