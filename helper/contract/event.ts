/** What happened, as a person reads it afterwards: one event is one sentence. */
import * as v from 'valibot'

export const HelperEvent = v.object({
  /** Counts up from 1 since the helper started: who misses one asks for all. */
  id: v.pipe(v.number(), v.integer(), v.minValue(1)),
  at: v.pipe(v.string(), v.isoTimestamp()),
  /** `asked`: somebody wanted it. `found`: seen on the way. The others say how it stands since. */
  kind: v.picklist(['asked', 'found', 'good', 'attention', 'failed']),
  text: v.string(),
  /** How often in a row, the last time at `lastAt`. */
  count: v.pipe(v.number(), v.integer(), v.minValue(1)),
  lastAt: v.pipe(v.string(), v.isoTimestamp()),
})
export type HelperEvent = v.InferOutput<typeof HelperEvent>

/** No more are kept. */
export const mostEvents = 500
