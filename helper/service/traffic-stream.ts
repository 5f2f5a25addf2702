/** Sends byte counters once a second, as long as somebody watches them and a tunnel is up. */
import type { Counters } from '../contract/snapshot.ts'
import { linkOf } from '../core/layer/links.ts'
import type { View } from '../core/snapshot.ts'
import { readTraffic } from '../system/traffic.ts'

export interface TrafficStream {
  subscribe(listener: (sample: Counters) => void): () => void
}

/** @param read gives the counters of all links; where absent, the kernel's are read */
export function createTrafficStream(view: () => View, read: typeof readTraffic = readTraffic): TrafficStream {
  const listeners = new Set<(sample: Counters) => void>()
  let timer: NodeJS.Timeout | undefined
  /** Reads the counters, or gives none: a helper without a free descriptor cannot open the file, and nothing catches what a timer throws. */
  const readOrNot = () => {
    try {
      return read()
    } catch {
      return undefined
    }
  }
  const tick = () => {
    const { state, profile } = view()
    if (state !== 'connected' || !profile) return
    const traffic = readOrNot()
    if (!traffic) return
    const layers = profile.layer.flatMap((layer) => {
      const bytes = traffic[linkOf(layer) ?? '']
      return bytes ? [{ kind: layer.kind, ...bytes }] : []
    })
    const sample = { at: new Date().toISOString(), layers }
    for (const listener of listeners) listener(sample)
  }
  return {
    subscribe(listener) {
      listeners.add(listener)
      timer ??= setInterval(tick, 1_000)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}
