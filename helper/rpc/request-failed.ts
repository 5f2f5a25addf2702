import type { RequestFailure } from '../contract/requests.ts'

/** A request that cannot be done, with words for the person who asked. */
export class RequestFailed extends Error {
  readonly failure: RequestFailure
  constructor(code: RequestFailure['code'], message: string, more: { place?: string; remedy?: string } = {}) {
    super(message)
    this.failure = { code, ...more }
  }
}
