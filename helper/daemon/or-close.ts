import type { Outcome } from '../core/outcome.ts'

/** Acts, and closes what was opened on the way unless it came to something. */
export async function orClose<Value>(close: () => void, act: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
  let isKept = false
  try {
    const outcome = await act()
    isKept = outcome.ok
    return outcome
  } finally {
    if (!isKept) close()
  }
}
