import type { Probes } from './probes.ts'
export const createProbes = (): Probes => ({
  echo: async ({ count }) => ({ sent: count, received: 0, rttMs: null, errors: [] }),
  sizedEchoes: async () => ({ answered: new Set(), tooLong: new Set(), named: null, rttMs: null, errors: [] }),
  udp: async () => ({ result: 'silent', rttMs: null, payload: new Uint8Array(), errors: [] }),
})
