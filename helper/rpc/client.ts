/** What the handlers of requests and the connection of a client know of each other. */
import type { Authority, NotificationName, RequestName, RequestParams, RequestResult } from '../contract/requests.ts'
import type { Peer } from './peer.ts'

/** One connected client. */
export interface Client {
  readonly peer: Peer
  readonly authority: readonly Authority[]
  /** A client that does not read gets the last value of each kind when it reads again. */
  notify(name: NotificationName, value: unknown): void
  /** Runs when the client is gone, at once when it is gone already. */
  onGone(undo: () => void): void
}

export type Handlers = {
  readonly [Name in RequestName]: (
    params: RequestParams<Name>,
    client: Client,
    signal: AbortSignal,
  ) => Promise<RequestResult<Name>> | RequestResult<Name>
}
