/** What runs in the lab: three machines, booted once, with one world in each at a time; two processors are kept busy by it. */
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    include: ['test/{lab,scenarios}/**/*.test.ts'],
    globalSetup: ['test/lab/for-vitest.ts'],
    maxWorkers: 3,
    // Of its own accord everything in a scenario ends sooner: each wait has a deadline of its own.
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
})
