import type { RequestFailure } from '../../helper/contract/requests.ts'

/** Returns the answer of a helper that does not do what was asked. */
export type Refusal = { readonly message: string } & RequestFailure
