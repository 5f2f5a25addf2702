/** What needs no lab: every module's own tests, and the rules of the house. */
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Whatever has time or failure in it: its lines are run by tests without a lab, or the run is red. */
const covered = ['helper/service', 'helper/daemon', 'helper/openvpn', 'helper/tinc', 'helper/strongswan']
/** Of each folder's lines. */
const leastPercent = 85

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    include: ['{helper,main,renderer,build}/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/{lab,scenarios,app}/**'],
    testTimeout: 20_000,
    // No test leaves a module otherwise than it found it; a worker for each file would take longer than most files.
    isolate: false,
    // With `--coverage`, as `npm test` has it where it runs all of them.
    coverage: {
      provider: 'v8',
      include: covered.map((folder) => `${folder}/**/*.ts`),
      reporter: [['text', { skipFull: true }]],
      reportsDirectory: 'test-results/coverage',
      thresholds: Object.fromEntries(covered.map((folder) => [`${folder}/**`, { lines: leastPercent }])),
    },
  },
})
