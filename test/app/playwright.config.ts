import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/app',
  // The app starts within seconds; what hangs is to fail by itself, not by the run's end.
  timeout: 40_000,
  expect: { timeout: 5_000 },
  globalTimeout: 30 * 60_000,
  // Two cores are shared with the lab's guest.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env.CI === 'true',
  reporter: 'list',
})
