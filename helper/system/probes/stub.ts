export { createProbes } from './probes.ts'
