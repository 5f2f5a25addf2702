/** What happened, as a person reads it afterwards: one event is one sentence. */
import * as z from 'zod'

export const HelperEvent = z.object({
  /** Counts up from 1 since the helper started: who misses one asks for all. */
  id: z.int().min(1),
  at: z.iso.datetime(),
  /** `asked`: somebody wanted it. `found`: seen on the way. The others say how it stands since. */
  kind: z.enum(['asked', 'found', 'good', 'attention', 'failed']),
  text: z.string(),
  /** How often in a row, the last time at `lastAt`. */
  count: z.int().min(1),
  lastAt: z.iso.datetime(),
})
export type HelperEvent = z.infer<typeof HelperEvent>

/** No more are kept. */
export const mostEvents = 500
