import { expect, test } from 'vitest'
import type { ProfileSummary } from '../../../helper/contract/profile.ts'
import type { ProfileFacts } from '../../../helper/contract/profile-facts.ts'
import * as states from '../../../test/fakes/states.ts'
import { profileRows, profileState } from './profile-page.ts'

const summary: ProfileSummary = {
  name: 'Home lab',
  gateway: '5.6.7.8',
  layers: ['ike', 'gre'],
  prefixes: ['fd12::/48'],
  addresses: ['2a00::101/120'],
  start: 'demand',
  expectedMtu: 1414,
}
const now = new Date('2026-11-26T12:00:00Z')
const daysOn = (days: number) => new Date(now.getTime() + days * 86_400_000 + 3_600_000).toISOString()
const facts = (change: Partial<ProfileFacts['identity']> = {}, days = 365): ProfileFacts => ({
  identity: {
    id: 'client@my.domain',
    by: 'certificate',
    certificate: { subject: 'CN=Client', notBefore: daysOn(-400), notAfter: daysOn(days), key: 'fits' },
    ...change,
  },
  gateway: { id: 'tunnel.my.domain', signedBy: ['CN=CA'] },
  transport: null,
  roams: true,
  addresses: [
    { address: '2a00::101/120', from: 'profile' },
    { address: '0.0.0.0', from: 'virtual' },
  ],
  routes: [{ to: '::/0', via: 'fd12::1' }],
  guarded: true,
  narrowestLink: 1368,
})
const row = (title: string, given: ProfileFacts | null) =>
  profileRows(summary, given, null, undefined, now).find((one) => one.title === title)

test.each([
  [365, 'ok', /365 days left/],
  [31, 'ok', /31 days left/],
  [30, 'warn', /30 days left/],
  [0, 'warn', /the last day/],
  [-1, 'fail', /Have a new one issued/],
] as const)('a certificate of %d days is %s', (days, tone, text) =>
  expect(row('Identity', facts({}, days))?.small?.[0]).toEqual({ tone, text: expect.stringMatching(text) }),
)

test('a certificate that is of no use says why', () => {
  expect(row('Identity', facts({ certificate: null }))?.small?.[0]).toMatchObject({ tone: 'fail' })
  const early = { subject: 'CN=Client', notBefore: daysOn(1), notAfter: daysOn(9), key: 'other' } as const
  const small = row('Identity', facts({ certificate: early }))?.small
  expect(small?.map(({ tone }) => tone)).toEqual(['warn', 'fail', undefined])
})

test('other proofs have no dates', () => {
  expect(row('Identity', facts({ by: 'shared-key', certificate: null }))).toMatchObject({
    text: 'client@my.domain, by a shared key',
    small: [{ text: 'CN=CA signed the gateway’s.' }],
  })
  expect(row('Identity', facts({ id: null, by: 'typed-keys', certificate: null }))?.text).toMatch(/^By typed keys/)
})

test('routes name home, then what goes home besides', () => {
  expect(row('Routes', facts())).toMatchObject({
    pairs: [
      ['fd12::/48', 'home'],
      ['::/0', 'all other IPv6, by fd12::1'],
    ],
    small: [{ text: 'IPv6 leaves through home or not at all.' }],
  })
})

test('without facts the summary is told alone', () => {
  const last = states.lastSession(now)
  expect(profileRows(summary, null, null, last, now).at(-1)?.title).toBe('Last session')
  expect(profileRows({ ...summary, name: 'Parents' }, null, null, last, now).at(-1)?.title).toBe('Start')
  expect(profileRows(summary, null, null, undefined, now).map(({ title }) => title)).toEqual([
    'Way',
    'Addresses',
    'Home',
    'Names',
    'Path MTU',
    'Start',
  ])
  expect(profileState(null, now)).toBe('Not connected.')
})
