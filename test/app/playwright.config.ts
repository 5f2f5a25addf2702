import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: import.meta.dirname,
  globalSetup: './prepare.ts',
  outputDir: '../../test-results/app',
  // The app starts within seconds; what hangs is to fail by itself, not by the run's end.
  timeout: 40_000,
  expect: { timeout: 5_000 },
  globalTimeout: 30 * 60_000,
  // Each has a desktop and an app of its own. The lab's guest wants the processors for itself: it comes last.
  workers: 2,
  projects: [
    { name: 'app', testMatch: '*.spec.ts', testIgnore: 'lab.spec.ts' },
    { name: 'lab', testMatch: 'lab.spec.ts' },
  ],
  fullyParallel: false,
  forbidOnly: process.env.CI === 'true',
  reporter: 'list',
})
