/** What runs in the lab: one guest, booted once, one scenario after the other. */
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    include: ['test/{lab,scenarios}/**/*.test.ts'],
    globalSetup: ['test/lab/for-vitest.ts'],
    fileParallelism: false,
    // Of its own accord everything in a scenario ends sooner: each wait has a deadline of its own.
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
})
