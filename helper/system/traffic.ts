import { readFileSync } from 'node:fs'
import type { Traffic } from '../core/snapshot.ts'

/** Byte counters of all interfaces of this network namespace (proc(5), /proc/net/dev). */
export function readTraffic(): Record<string, Traffic> {
  const traffic: Record<string, Traffic> = {}
  for (const line of readFileSync('/proc/net/dev', 'utf8').split('\n')) {
    const [, name, counters] = /^\s*([^:\s]+):\s*(.*)$/.exec(line) ?? []
    const columns = counters?.trim().split(/\s+/).map(Number)
    if (name === undefined || columns === undefined) continue
    traffic[name] = { bytesIn: columns[0] ?? 0, bytesOut: columns[8] ?? 0 }
  }
  return traffic
}
