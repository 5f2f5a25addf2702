/** What needs no lab: every module's own tests, and the rules of the house. */
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    include: ['{helper,main,renderer,build}/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/{lab,scenarios,app}/**'],
    testTimeout: 20_000,
    // No test leaves a module otherwise than it found it; a worker for each file would take longer than most files.
    isolate: false,
  },
})
