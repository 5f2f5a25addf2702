import type { Authority } from '../contract/requests.ts'
import type { Peer } from './peer.ts'

/** Root, and the one user that the helper was started for. Everyone else gets nothing, not even the state. */
export const authorityOf = ({ uid }: Pick<Peer, 'uid'>, allowedUid: number | null): readonly Authority[] =>
  uid === 0 || uid === allowedUid ? ['use', 'admin'] : []
