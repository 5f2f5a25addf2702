import { describe, expect, it } from 'vitest'
import type { IkeLayer } from '../../../contract/layer/ike.ts'
import { judgeVirtualAddresses, readEstablished } from './established.ts'
import { section } from './section.ts'

/** `list-sa` of strongSwan 6.0.1 with an OpenIKED gateway behind NAT, shortened. */
const child = {
  name: 'home',
  state: 'INSTALLED',
  mode: 'TUNNEL',
  protocol: 'ESP',
  encap: 'yes',
  'spi-in': 'cbd0cda8',
  'spi-out': '93fcf3d4',
  'encr-alg': 'AES_CBC',
  'encr-keysize': '256',
  'integ-alg': 'HMAC_SHA2_384_192',
  'bytes-in': '168',
  'packets-in': '2',
  'bytes-out': '252',
  'packets-out': '3',
  'rekey-time': '3300',
  'life-time': '3950',
  'local-ts': ['192.168.101.1/32'],
  'remote-ts': ['192.168.101.2/32'],
}
const ike = {
  state: 'ESTABLISHED',
  'local-host': '192.168.0.2',
  'local-port': '51100',
  'remote-host': '5.6.7.8',
  'remote-port': '4500',
  'remote-id': 'tunnel.my.domain',
  'nat-local': 'yes',
  'nat-any': 'yes',
  'encr-alg': 'AES_GCM_16',
  'encr-keysize': '128',
  'prf-alg': 'PRF_HMAC_SHA2_256',
  'dh-group': 'ECP_256',
  established: '10',
  'local-vips': ['192.168.101.1'],
}
const now = Date.parse('2026-11-21T12:00:00Z')
const read = (change: object, children: object = { 'home-1': child }) =>
  readEstablished(section({ home: { ...ike, ...change, 'child-sas': { ...children } } }), now)

describe('what charon says is established', () => {
  it('is no NAT where charon only made believe that there is one', () => {
    const forced = { 'nat-local': undefined, 'nat-fake': 'yes', 'nat-any': 'yes' }
    expect(read(forced)).toMatchObject({ natBetween: false, udpEncapsulation: true })
  })

  it('is told in our words', () => {
    expect(read({})).toMatchObject({
      natBetween: true,
      ikeAlgorithms: 'AES_GCM_16_128/PRF_HMAC_SHA2_256/ECP_256',
      esp: { encryption: 'AES_CBC', keyBits: 256, integrity: 'HMAC_SHA2_384_192' },
      udpEncapsulation: true,
      virtualAddresses: ['192.168.101.1'],
      remoteSelectors: ['192.168.101.2/32'],
      establishedAt: '2026-11-21T11:59:50.000Z',
      rekeyAt: '2026-11-21T12:55:00.000Z',
      packetsIn: 2,
      bytesOut: 252,
    })
  })

  it('is nothing while it is not up, or not ours', () => {
    expect(read({ state: 'CONNECTING' })).toBeNull()
    expect(read({}, {})).toBeNull()
    expect(read({}, { 'home-1': { ...child, state: 'DELETED' } })).toBeNull()
    expect(readEstablished(section({ other: { ...ike, 'child-sas': { c: child } } }), now)).toBeNull()
  })

  it('is the newer of two while it rekeys', () => {
    const both = { 'home-1': { ...child, state: 'REKEYED' }, 'home-2': { ...child, 'spi-in': 'new' } }
    expect(read({}, both)?.spiIn).toBe('new')
  })
})

describe('virtual addresses', () => {
  const judge = (asked: string[], given: string[]) => {
    const layer: IkeLayer = {
      kind: 'ike',
      identity: { id: 'a' },
      peer: { id: 'b' },
      'request-addresses': asked,
      'local-networks': [],
      'remote-networks': ['::/0'],
    }
    const outcome = judgeVirtualAddresses(layer, given)
    return outcome.ok ? 'ok' : outcome.finding.code
  }
  it.each([
    [['0.0.0.0'], ['192.168.101.1'], 'ok'],
    [[], [], 'ok'],
    [['0.0.0.0', '::'], ['192.168.101.1'], 'no-virtual-address'],
    [['0.0.0.0'], [], 'no-virtual-address'],
    [['192.168.101.7'], ['192.168.101.1'], 'other-virtual-address'],
    [['fd00::7'], ['192.168.101.1', 'fd00::7'], 'ok'],
  ])('asked %j, given %j: %s', (asked, given, expected) => {
    expect(judge(asked, given)).toBe(expected)
  })
})
