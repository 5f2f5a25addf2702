import type { RequestFailure } from '../../helper/contract/requests.ts'

/** What the helper answers where it does not do what was asked. */
export type Refusal = { readonly message: string } & RequestFailure
