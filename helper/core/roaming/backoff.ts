/**
 * Gives the time in ms to wait before the n-th attempt after a failure that may pass. A change of the network does not
 * wait. The first wait is 2 s, as charon-nm's first retransmission; the longest is a minute, as long as a person looks
 * at a screen that says "failed".
 */
export const retryAfterMs = (failures: number) => Math.min(2_000 * 2 ** Math.max(0, failures - 1), 60_000)
