import { expect, test } from 'vitest'
import { brokenReport, healthyReport } from '../../../test/fakes/world.ts'
import { remark, reportText } from './report.ts'

const at = '2026-11-21T12:00:00.000Z'
const now = new Date(at)

test('verdict first, then what is broken with evidence and remedy, then every step', () => {
  const lines = reportText({ ...brokenReport(), at }, now).split('\n')
  expect(lines.slice(0, 2)).toEqual(['GRE is not answered by the gateway', 'Broken: GRE'])
  expect(lines).toContain('    Allow protocol 47 (GRE) from 192.168.101.1 at the gateway.')
  expect(lines.filter((line) => line.startsWith('Skipped '))).toHaveLength(5)
})

test('a healthy one is a list', () => {
  expect(reportText({ ...healthyReport(), at }, now)).toMatch(
    /^Home is reachable, all as expected\nHome lab\. 13 passed\. /,
  )
})

test('a skipped check names the one that it needs, or says why it has no place', () => {
  const skipped = { ...healthyReport().checks[0], result: 'skip' as const }
  const check = (because: string) => ({ ...skipped, because }) as Parameters<typeof remark>[0]
  expect(remark(check('GRE carries IPv6'), [{ title: 'GRE carries IPv6' }])).toBe('needs: GRE carries IPv6')
  expect(remark(check('Not connected'), [{ title: 'GRE carries IPv6' }])).toBe('Not connected')
})
