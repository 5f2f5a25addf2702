/** This hook keeps the last minute's traffic, from the helper's counters: bytes a second, outermost layer. */
import { useEffect, useState } from 'react'
import type { Counters } from '../helper/contract/snapshot.ts'
import { bridge } from './bridge.ts'

export interface Traffic {
  /** Oldest first, at most a minute of them. */
  readonly rates: readonly { readonly in: number; readonly out: number }[]
  /** Counted so far; undefined before the first word. */
  readonly total: { readonly in: number; readonly out: number } | undefined
}

const seconds = 60
const nothing: Traffic = { rates: [], total: undefined }

export function useTraffic(): Traffic {
  const [traffic, setTraffic] = useState(nothing)
  useEffect(() => {
    let last: Counters | undefined
    return bridge.on('counters', (counters) => {
      const before = last
      last = counters
      setTraffic((known) => advance(known, before, counters))
    })
  }, [])
  return traffic
}

function advance(known: Traffic, before: Counters | undefined, now: Counters): Traffic {
  const outer = now.layers[0]
  if (!outer) return nothing
  const total = { in: outer.bytesIn, out: outer.bytesOut }
  const past = before?.layers[0]
  const elapsed = before ? (Date.parse(now.at) - Date.parse(before.at)) / 1000 : 0
  // A new tunnel counts from nought: no rate can be told across it.
  if (!past || elapsed <= 0 || outer.bytesIn < past.bytesIn || outer.bytesOut < past.bytesOut)
    return { rates: known.rates, total }
  const rate = { in: (outer.bytesIn - past.bytesIn) / elapsed, out: (outer.bytesOut - past.bytesOut) / elapsed }
  return { rates: [...known.rates, rate].slice(-seconds), total }
}
