import { expect, test } from 'vitest'
import * as reports from '../../../test/fakes/reports.ts'
import { proofOf, provesNothing } from './proof.ts'
import { neededBy, reportSubtitle, reportText } from './report.ts'

const at = '2026-11-21T12:00:00.000Z'
const now = new Date(at)
const [healthy, broken, silent, unproved] = await Promise.all([
  reports.healthy(),
  reports.withoutGre(),
  reports.gatewaySilent(),
  reports.unproved(),
])

test('verdict first, then what is broken with evidence and remedy, then every step', () => {
  const lines = reportText({ ...broken, at }, now).split('\n')
  expect(lines.slice(0, 2)).toEqual(['The gateway’s GRE end 192.168.101.2 does not answer', 'Broken: GRE'])
  expect(lines).toContain('    Check at the gateway: a GRE tunnel to our virtual address, up, with the same key.')
  expect(lines.filter((line) => line.startsWith('Not asked '))).toHaveLength(4)
})

test('the second line counts, and names the packet that proves it', () => {
  expect(reportSubtitle({ ...healthy, at, durationMs: 412 }, now)).toMatch(
    /^23 of 23 passed at \d\d:\d\d, in 412 ms\. An answer from 2a00::102 through GRE proves it\.$/,
  )
  expect(reportSubtitle({ ...broken, at, durationMs: 2_100 }, now)).toMatch(
    /^18 of 23 passed, 1 failed, 4 were not asked\. \d\d:\d\d, in 2\.1 s\.$/,
  )
})

test('without a host at home another answer is the proof', () => {
  const without = (kind: string) => ({ ...healthy, checks: healthy.checks.filter(({ id }) => !id.startsWith(kind)) })
  expect(proofOf(without('home-host'))).toBe('An answer from the IPv6 internet through GRE proves it.')
  expect(proofOf({ ...healthy, checks: [] })).toBeUndefined()
})

test('what nothing proves is told from a warning', () => {
  expect([healthy, broken, silent].some(provesNothing)).toBe(false)
  expect(provesNothing(unproved)).toBe(true)
})

test('a check that was not asked knows the failure that it depends on', () => {
  const gre = broken.checks.find(({ id }) => id === 'gre')
  const home = broken.checks.find(({ id }) => id.startsWith('home-host'))
  expect(home && neededBy(home, broken.checks)).toBe(gre)
  const off = unproved.checks.find(({ id }) => id === 'routes')
  expect(off && neededBy(off, unproved.checks)).toBeUndefined()
})
