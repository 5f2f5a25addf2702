import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { seed001 } from '../../../test/fakes/seed001.ts'
import { Profile } from '../../contract/profile.ts'
import { finding } from '../outcome.ts'
import type { Established } from './established.ts'
import {
  nextStrategy,
  reasonToChange,
  type Standing,
  splitterOf,
  type TransportStrategy,
  usualStrategy,
} from './strategy.ts'

const gre = seed001.profile
const [carrier] = gre.layer
const alone = v.parse(Profile, { ...gre, layer: [carrier], address: [], route: [] })
const plain: Established = { ...seed001.security, natBetween: false, udpEncapsulation: false }
const tap: Established = {
  kind: 'openvpn',
  localHost: null,
  remoteHost: '5.6.7.8',
  remotePort: 1194,
  transport: 'udp',
  cipher: 'AES-256-GCM',
  digest: null,
  tls: true,
  autoconfigured: null,
}
const tinc: Established = { kind: 'tinc', localHost: null, remoteHost: '5.6.7.8', protocol: 'legacy', peers: [] }
const overIpv6 = (established: Established): Established => ({ ...established, remoteHost: '2001:db8:5::8' })

const code = (standing: Partial<Standing>, strategy: TransportStrategy = usualStrategy) =>
  reasonToChange(strategy, { profile: alone, established: plain, measured: 1_400, bytesIn: 1, ...standing })?.code

describe('ESP that is not answered', () => {
  const silent = { measured: null, bytesIn: 0 }
  it('goes in UDP with the next try, at port 500 with the one after it, and then it is silent', () => {
    const strategies: TransportStrategy[] = []
    for (
      let strategy: TransportStrategy | null = usualStrategy;
      strategy;
      strategy = nextStrategy(strategy, finding('esp-silent'))
    )
      strategies.push(strategy)
    expect(strategies.map(({ esp }) => esp)).toEqual(['as it is', 'in UDP', 'as it is, without MOBIKE'])
    expect(strategies.map((strategy) => code(silent, strategy))).toEqual(['esp-silent', 'esp-silent', undefined])
  })

  it.each<[string, Partial<Standing>]>([
    ['something came in, and no echo', { measured: null, bytesIn: 84 }],
    ['there is NAT, so it goes in UDP anyhow', { ...silent, established: seed001.security }],
    ['it is in transport mode', { ...silent, established: { ...plain, mode: 'transport' } as Established }],
    ['it is not IKE’s', { ...silent, established: tap }],
  ])('stays as it is where %s', (_, standing) => {
    expect(code(standing)).toBe(undefined)
  })
})

describe('less than IPv6’s minimum in one piece', () => {
  const narrow = { measured: 1_238 }
  it('takes DF off the daemon’s packets with the next try, which knows how much passes whole', () => {
    expect(code(narrow)).toBe('mtu-below-1280')
    const next = nextStrategy(usualStrategy, finding('mtu-below-1280', { measured: 1_238 }))
    expect(next).toEqual({ ...usualStrategy, whole: 1_238 })
    expect(next && code(narrow, next)).toBe(undefined)
    expect(next && nextStrategy(next, finding('mtu-below-1280', { measured: 1_238 }))).toBe(null)
  })

  it.each<[string, Partial<Standing>, string | undefined]>([
    ['OpenVPN over UDP', { established: tap }, 'mtu-below-1280'],
    ['OpenVPN over TCP', { established: { ...tap, transport: 'tcp' } as Established }, undefined],
    ['IKE over IPv6', { established: overIpv6(plain) }, undefined],
    ['IKE around GRE, which has a DF of its own', { profile: gre }, undefined],
    ['tinc', { established: tinc }, undefined],
  ])('%s', (_, standing, expected) => {
    expect(code({ ...narrow, ...standing })).toBe(expected)
  })

  it.each<[string, TransportStrategy, Profile, Established, string]>([
    ['GRE', usualStrategy, gre, plain, 'gre'],
    ['GRE over IPv6', usualStrategy, gre, overIpv6(plain), 'nobody'],
    ['IKE alone', { ...usualStrategy, whole: 1_238 }, alone, plain, 'ike'],
    ['IKE alone whose path became narrow', usualStrategy, alone, plain, 'next try'],
    ['tinc', usualStrategy, alone, tinc, 'tinc'],
  ])('%s says who sends in pieces', (_, strategy, profile, established, splitter) => {
    expect(splitterOf(strategy, profile, established)).toBe(splitter)
  })
})

it('nothing else that ends a try asks for another strategy', () => {
  expect(nextStrategy(usualStrategy, finding('gateway-silent', { gateway: '5.6.7.8' }))).toBe(null)
})
