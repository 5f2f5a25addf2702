// Placeholder until the owner of this file writes it.
import type { Probes } from '../system/probes/probes.ts'
export async function measurePathMtu(_: {
  probes: Probes
  target: string
  interface: string
  computed: number
  lowest: number
  signal: AbortSignal
}): Promise<{ measured: number | null; evidence: string[] }> {
  return { measured: null, evidence: [] }
}
