/** A request to charon to make one connection. */
import type { IkeLayer } from '../../../contract/layer/ike.ts'
import type { Profile } from '../../../contract/profile.ts'
import type { TransportStrategy } from '../strategy.ts'

export interface IkeRequest {
  /** Address of the gateway on the internet; names are resolved before. */
  readonly gateway: string
  readonly profileName: string
  readonly layer: IkeLayer
  readonly certificates: Profile['certificate']
  /** Our end of IKE, where it is fixed; else the one that the route to the gateway takes. */
  readonly localAddress?: string | undefined
  /** Where charon is to write the DNS servers that the gateway hands out. */
  readonly nameServerFile: string
  readonly strategy: TransportStrategy
}
