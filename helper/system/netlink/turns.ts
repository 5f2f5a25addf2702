/** Lets questions to the kernel take turns. Each one waits in a thread of Node's pool, which has four and resolves names as well. */

export interface Turns {
  /** Begins `work` when fewer than the limit are under way. What is aborted before its turn comes never begins. */
  take<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result>
}

export function createTurns(limit: number): Turns {
  const waiting: (() => void)[] = []
  let underWay = 0
  return {
    async take(signal, work) {
      if (underWay === limit) await new Promise<void>((begin) => waiting.push(begin))
      else underWay += 1
      try {
        signal.throwIfAborted()
        return await work()
      } finally {
        // The place passes to the one that waits longest, so that one that asks at this moment cannot come before it.
        const next = waiting.shift()
        if (next) next()
        else underWay -= 1
      }
    },
  }
}
