import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { Profile } from '../../contract/profile.ts'
import type { CertificateFacts } from './own-certificate.ts'
import { certificateWarnings } from './warnings.ts'

const facts = (name: string, change: Partial<CertificateFacts> = {}): CertificateFacts => ({
  subject: `CN=${name}`,
  issuer: 'CN=CA',
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
  authority: false,
  selfSigned: false,
  names: [name],
  key: 'EC P-384',
  ...change,
})
const profile = v.parse(Profile, {
  name: 'Home',
  gateway: 'tunnel.my.domain',
  home: { prefixes: ['fd12:3456:789a::/48'] },
  layer: [
    {
      kind: 'ike',
      identity: { id: 'client@my.domain', certificate: 'laptop' },
      peer: { id: 'tunnel.my.domain', certificate: 'gateway', authorities: ['ca'] },
      'remote-networks': ['fd12:3456:789a::/48'],
    },
  ],
  certificate: { laptop: { pem: 'a', key: 'b' }, gateway: { pem: 'c' }, ca: { pem: 'd' } },
})
const sound = {
  laptop: [facts('client@my.domain')],
  gateway: [facts('tunnel.my.domain')],
  ca: [facts('CA', { authority: true, selfSigned: true, names: [] })],
}
const told = (change: Partial<Record<keyof typeof sound, CertificateFacts[]>>, now = '2026-11-21T12:00:00.000Z') =>
  certificateWarnings(profile, new Map(Object.entries({ ...sound, ...change })), now).map(
    ({ place, finding: { code, args } }) => [place, code, 'whose' in args ? args.whose : undefined],
  )

describe('certificates of a profile', () => {
  it('are not doubted while their dates and names are right', () => expect(told({})).toEqual([]))

  it('are doubted by the clock, each as what it is', () => {
    expect(told({}, '2027-01-01T00:00:01.000Z')).toEqual([
      ['certificate.laptop.pem', 'certificate-expired', 'your'],
      ['certificate.gateway.pem', 'certificate-expired', 'the gateway’s'],
      ['certificate.ca.pem', 'certificate-expired', 'the authority’s'],
    ])
    expect(told({ ca: [facts('CA', { notBefore: '2026-12-01T00:00:00.000Z' })] })).toEqual([
      ['certificate.ca.pem', 'certificate-not-yet-valid', 'the authority’s'],
    ])
  })

  it('are doubted where they are for another name than the identity that they are to prove', () => {
    expect(told({ laptop: [facts('other@my.domain')] })).toEqual([
      ['certificate.laptop.pem', 'certificate-other-name', 'your'],
    ])
    expect(told({ gateway: [facts('www.my.domain')] })).toEqual([
      ['certificate.gateway.pem', 'certificate-other-name', 'the gateway’s'],
    ])
  })

  it('are not doubted for what is no certificate: there is nothing to read in it', () => {
    expect(told({ laptop: [] })).toEqual([])
  })
})
