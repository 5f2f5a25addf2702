import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { Check } from '../../contract/connectivity.ts'
import { Profile } from '../../contract/profile.ts'
import { finding } from '../outcome.ts'
import { toProblem } from '../problem/wording.ts'
import { destinations, strays } from './address-choice.ts'
import { type Ending, verdictOf } from './verdict.ts'

const check = (layer: Check['layer'], result: Check['result']): Check => ({
  id: layer,
  layer,
  title: layer,
  result,
  because: `${layer} ${result}`,
  evidence: [],
  remedies: [],
  durationMs: 0,
})

const ending = (more: Partial<Ending> = {}): Ending => ({
  connected: true,
  proofs: new Set(['home' as const]),
  problems: [],
  ...more,
})

describe('the verdict', () => {
  it('names the outermost layer that failed, in whatever order the checks stand', () => {
    const checks = [check('home', 'fail'), check('mtu', 'warn'), check('esp', 'fail'), check('gre', 'skip')]
    expect(verdictOf(checks, ending())).toEqual({ verdict: 'fail', summary: 'esp fail', brokenLayer: 'esp' })
  })
  it('warns where nothing failed, and passes with what is unknown where something came back', () => {
    expect(verdictOf([check('mtu', 'warn'), check('link', 'pass')], ending())).toMatchObject({ verdict: 'warn' })
    expect(verdictOf([check('internet', 'unknown'), check('link', 'pass')], ending())).toEqual({
      verdict: 'pass',
      summary: 'Home is reachable',
    })
  })
  it('does not pass where nothing proves it, though nothing failed', () => {
    const checks = [check('link', 'pass'), check('router', 'skip'), check('gateway', 'unknown'), check('home', 'skip')]
    expect(verdictOf(checks, ending({ proofs: new Set() })).verdict).toBe('warn')
    expect(verdictOf(checks, ending({ proofs: new Set(['gateway']) })).verdict).toBe('warn')
    expect(verdictOf(checks, ending({ connected: false, proofs: new Set() })).verdict).toBe('warn')
    expect(verdictOf(checks, ending({ connected: false, proofs: new Set(['gateway']) })).verdict).toBe('pass')
  })
  it('fails with a fatal problem that is known, whichever layer it lies in', () => {
    const problems = [toProblem(finding('gateway-silent', { gateway: '5.6.7.8', port: 4500, answered: true }))]
    expect(verdictOf([check('link', 'pass')], ending({ connected: false, problems }))).toEqual({
      verdict: 'fail',
      summary: 'The gateway 5.6.7.8 does not answer',
      brokenLayer: 'gateway',
    })
  })
})

describe('whom the kernel is asked about', () => {
  const profile = v.parse(Profile, {
    name: 'x',
    gateway: 'x',
    home: { prefixes: ['fd12:3456:789a::/48', '2a00::100/120'], hosts: ['2a00::102'] },
    layer: [{ kind: 'gre', local: 'virtual', remote: '192.168.101.2' }],
    route: [{ to: '::/0' }],
  })
  it('is every named host, and one address of each prefix without any', () => {
    expect(destinations(profile)).toEqual(['2a00::102', 'fd12:3456:789a::', '2001:db8::1'])
    expect(destinations({ ...profile, internet: { hosts: ['2001:db8::80'] } })).not.toContain('2001:db8::1')
    // A host that no route leads to by home goes by the present network, and rightly so.
    expect(destinations({ ...profile, internet: { hosts: ['192.0.2.80'] } })).not.toContain('192.0.2.80')
    const { home } = profile
    expect(destinations({ ...profile, home: { ...home, hosts: [] } })).toEqual([
      'fd12:3456:789a::',
      '2a00::100',
      '2001:db8::1',
    ])
  })

  const choice = { to: '2a00::102', interface: 'roam6', source: '2a00::101', table: '6006', words: 'words' }
  it.each([
    ['the tunnel', choice, null],
    ['another interface', { ...choice, interface: 'wlan0' }, 'by wlan0'],
    ['another source', { ...choice, source: '2001:db8::5' }, 'with the source address 2001:db8::5'],
    ['nothing', { ...choice, interface: null }, 'words'],
    ['ourselves', { ...choice, interface: 'lo' }, null],
  ])('%s', (_, chosen, expected) => {
    expect(strays(chosen, ['roam6x', 'roam6'], ['2a00::101'])).toBe(expected)
  })
})
