/** Gives what the work gives, or rejects with the signal's reason as soon as it is aborted. The work itself goes on: nobody waits for it any more. */
export const unlessAborted = <Result>(signal: AbortSignal | undefined, work: Promise<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) reject(signal.reason)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
