import { expect, test } from 'vitest'
import { readPlaywright, readVitest } from '../reports.ts'

test('vitest: what failed by name, and a file that could not be loaded', () => {
  const passed = { fullName: 'one', status: 'passed', failureMessages: [] }
  const failed = {
    fullName: 'two',
    status: 'failed',
    failureMessages: ['the first try', '\u001b[31mno home\u001b[39m\nat x'],
  }
  const left = { fullName: 'three', status: 'skipped', failureMessages: null }
  const testResults = [
    { name: 'a.test.ts', message: 'no home', assertionResults: [passed, failed, left] },
    { name: 'b.test.ts', message: 'Cannot find module', assertionResults: [] },
  ]
  expect(readVitest({ testResults })).toEqual({
    passed: 1,
    failed: 2,
    failures: ['two\n      no home\n      at x', 'b.test.ts\n      Cannot find module'],
  })
})

test('Playwright: flaky has failed, and what is nested counts', () => {
  const spec = (title: string, status: string, message?: string) => ({
    title,
    tests: [{ status, results: [message === undefined ? {} : { error: { message } }] }],
  })
  const suites = [
    { specs: [spec('one', 'expected')], suites: [{ specs: [spec('two', 'flaky', 'late'), spec('three', 'skipped')] }] },
    { specs: [spec('four', 'unexpected', 'never')] },
  ]
  expect(readPlaywright({ suites })).toEqual({
    passed: 1,
    failed: 2,
    failures: ['two\n      late', 'four\n      never'],
  })
})
