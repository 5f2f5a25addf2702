import { expect, test } from 'vitest'
import { finding } from '../outcome.ts'
import { toProblem } from './wording.ts'

test.each([
  ['nothing answers', { answered: false, port: 500 }, /block UDP 500 and 4500/],
  ['500 answers, what follows at 500 is lost', { answered: true, port: 500 }, /block UDP 500 and 4500/],
  ['500 answers, 4500 does not', { answered: true, port: 4500 }, /ports = \{ ike = 500, nat = 4500 \}/],
])('a gateway that is silent, where %s', (_, args, remedy) => {
  expect(toProblem(finding('gateway-silent', { gateway: '5.6.7.8', ...args })).remedies.join('\n')).toMatch(remedy)
})

test('an act names the remedy that it carries out, which is there', () => {
  const without = toProblem(finding('underlay-without-ipv6', { interface: 'wlan0' }))
  expect(without.acts).toEqual([{ act: 'other-profile', remedy: 0 }])
  expect(without.remedies[0]).toMatch(/^Use a profile/)
  expect(toProblem(finding('no-virtual-address', {})).acts).toBeUndefined()
  const narrow = (comesBack: boolean) => toProblem(finding('mtu-below-1280', { measured: 1200, comesBack }))
  expect(narrow(false).acts).toEqual([{ act: 'connect-again', remedy: 0 }])
  expect(narrow(true).acts).toEqual([])
})

test('a date is told as a day', () => {
  const args = {
    whose: 'your',
    subject: 'CN=Client',
    at: '2025-08-09T00:00:00.000Z',
    now: '2026-11-26T12:00:00Z',
  } as const
  expect(toProblem(finding('certificate-expired', args)).message).toBe(
    'CN=Client: your certificate expired on 9 Aug 2025',
  )
})
