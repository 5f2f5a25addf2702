import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { diagnoseFailure, type FailureContext } from './diagnose-failure.ts'

/**
 * Control logs of real runs: charon 6.0.1 (Debian 13), or 5.9.8 (Debian 12) where the name says so, against strongSwan
 * or OpenIKED. A new case is a new folder.
 */
const golden = join(import.meta.dirname, 'golden')
const context: FailureContext = {
  gateway: '5.6.7.8',
  peerId: 'tunnel.my.domain',
  asksForAddress: true,
  inTransport: false,
  authorities: ['CN=my.domain CA'],
  checked: ['our certificate CN=Client (RSA 2048) is valid and its key fits'],
  now: '2026-11-21T11:35:00.000Z',
}

test('a gateway that refuses the selectors of transport mode behind NAT: it is the NAT', () => {
  const log = [
    '[IKE] local host is behind NAT, sending keep alives',
    '[IKE] received TS_UNACCEPTABLE notify, no CHILD_SA built',
  ]
  expect(diagnoseFailure(log, { ...context, inTransport: true }).code).toBe('transport-behind-nat')
  expect(diagnoseFailure(log.slice(1), { ...context, inTransport: true }).code).toBe('selectors-refused')
})

describe('a failed connect is named by charon’s own words', () => {
  it.each(readdirSync(golden))('%s', (name) => {
    const log = readFileSync(join(golden, name, 'charon.log'), 'utf8')
      .trim()
      .split('\n')
    const expected: unknown = JSON.parse(readFileSync(join(golden, name, 'finding.json'), 'utf8'))
    const found = diagnoseFailure(log, context)
    expect(found).toMatchObject(expected as object)
    expect(found.evidence.length).toBeGreaterThan(0)
  })

  it('says what was checked here when the gateway only says no', () => {
    const { evidence } = diagnoseFailure(['[IKE] received AUTHENTICATION_FAILED notify error'], context)
    expect(evidence).toContain(context.checked[0])
  })

  it('names a stranger’s authority and a missing link of our own house apart', () => {
    const issued = (issuer: string) => [
      '[CFG] no issuer certificate found for "CN=gw"',
      `[CFG]   issuer is "${issuer}"`,
      "[IKE] no trusted RSA public key found for 'gw'",
    ]
    const code = (issuer: string, authorities: string[]) =>
      diagnoseFailure(issued(issuer), { ...context, authorities }).code
    expect(code('C=CH, O=Home, CN=Issuing CA 2', ['C=CH, O=Home, CN=Root CA'])).toBe('certificate-missing-intermediate')
    expect(code('C=CH, O=Away, CN=Root CA', ['C=CH, O=Home, CN=Root CA'])).toBe('certificate-unknown-authority')
    expect(code('CN=Root CA', ['CN=Home Root CA'])).toBe('certificate-unknown-authority')
    expect(code('CN=Home Root CA', ['CN=Home Root CA'])).toBe('certificate-unknown-authority')
  })

  it('gives charon’s words where none of them is known', () => {
    expect(diagnoseFailure(['[ENC] chatter', '[IKE] something new'], context)).toMatchObject({
      code: 'ike-failed',
      evidence: ['[IKE] something new'],
    })
  })
})
