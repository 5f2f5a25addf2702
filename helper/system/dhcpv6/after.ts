/** The longest time (ms) that a timer of Node's holds. */
const longestMs = 2 ** 31 - 1

/** Resolves after this time, however long, or at once when aborted: the caller looks at the signal. */
export function after(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const until = performance.now() + ms
    const wait = () => {
      const left = until - performance.now()
      if (signal.aborted || left <= 0) return finish()
      timer = setTimeout(wait, Math.min(left, longestMs))
    }
    const finish = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    let timer: NodeJS.Timeout | undefined
    signal.addEventListener('abort', finish, { once: true })
    wait()
  })
}
