/**
 * How long to wait before the n-th try after a failure that may pass, in ms. A change of the network does not wait.
 * From 2 s, as charon-nm's first retransmission, to a minute: as long as a person looks at a screen that says "failed".
 */
export const retryAfterMs = (failures: number) => Math.min(2_000 * 2 ** Math.max(0, failures - 1), 60_000)
