import { describe, expect, it } from 'vitest'
import type { IkeLayer } from '../../../contract/layer/ike.ts'
import { usualStrategy } from '../strategy.ts'
import { loadSteps } from './connection-config.ts'
import type { IkeRequest } from './request.ts'
import { listOf, type Section, sectionOf, textOf } from './section.ts'

const pem = (label: string, content: string) => `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`
const certificate = (name: string) => pem('CERTIFICATE', name)

const layer: IkeLayer = {
  kind: 'ike',
  identity: { id: 'client@my.domain', certificate: 'laptop' },
  peer: { id: 'tunnel.my.domain', authorities: ['ca'] },
  'request-addresses': ['0.0.0.0', '::'],
  'local-networks': [],
  'remote-networks': ['192.168.101.0/24', 'fd12:3456:789a::/48'],
}
const request: IkeRequest = {
  gateway: '5.6.7.8',
  profileName: 'Home lab',
  layer,
  certificates: {
    laptop: { pem: `${certificate('laptop')}${certificate('intermediate')}`, key: pem('PRIVATE KEY', 'secret') },
    ca: { pem: certificate('root'), crl: pem('X509 CRL', 'revoked') },
  },
  nameServerFile: '/run/roam6/charon/name-servers',
  strategy: usualStrategy,
}

const stepsOf = (change: Partial<IkeRequest>) => loadSteps({ ...request, ...change })
const into = (from: Section | null | undefined, ...names: string[]) =>
  names.reduce<Section>((found, name) => sectionOf(found, name) ?? new Map(), from ?? new Map())
const connectionOf = (change: Partial<IkeRequest>) => into(stepsOf(change).at(-1)?.message, 'home')

describe('what is loaded into charon', () => {
  it('is each certificate once, in its part, before the connection', () => {
    const loaded = stepsOf({}).map(({ command, message }) => [
      command,
      textOf(message, 'type'),
      textOf(message, 'flag'),
    ])
    expect(loaded).toEqual([
      ['load-cert', 'X509', 'CA'],
      ['load-cert', 'X509', 'NONE'],
      ['load-cert', 'X509_CRL', 'NONE'],
      ['load-key', 'any', null],
      ['load-conn', null, null],
    ])
  })

  it('is a connection in which the gateway must be authenticated by the profile’s authorities', () => {
    const connection = connectionOf({})
    expect(textOf(into(connection, 'remote'), 'id')).toBe('tunnel.my.domain')
    expect(listOf(into(connection, 'remote'), 'cacerts')).toEqual([certificate('root')])
    expect(listOf(into(connection, 'local'), 'certs')).toEqual([certificate('laptop')])
    expect(listOf(connection, 'vips')).toEqual(['0.0.0.0', '::'])
    const child = into(connection, 'children', 'home')
    expect(listOf(child, 'remote_ts')).toEqual(['192.168.101.0/24', 'fd12:3456:789a::/48'])
    expect(textOf(child, 'if_id_in')).toBe(String(0x6006))
    expect(textOf(child, 'set_mark_out')).toBe(String(0x6006))
    expect(textOf(child, 'copy_df')).toBe('yes')
  })

  it('pins a gateway’s own certificate', () => {
    const peer = { id: 'tunnel.my.domain', certificate: 'gateway' }
    const certificates = { ...request.certificates, gateway: { pem: certificate('gateway') } }
    const remote = into(connectionOf({ layer: { ...layer, peer }, certificates }), 'remote')
    expect(listOf(remote, 'certs')).toEqual([certificate('gateway')])
    expect(remote.has('cacerts')).toBe(false)
  })

  it.each<[string, IkeLayer['identity'], string, string, string]>([
    ['a pre-shared key', { id: 'a', secret: 's' }, 'psk', 'psk', 'IKE'],
    ['EAP-MSCHAPv2', { id: 'a', secret: 's', authentication: 'eap-mschapv2' }, 'eap-mschapv2', 'pubkey', 'EAP'],
  ])('is %s as a secret for anyone, never in the connection', (_, identity, own, gateway, type) => {
    const steps = stepsOf({ layer: { ...layer, identity }, certificates: { ca: { pem: certificate('root') } } })
    const secret = steps.find(({ command }) => command === 'load-shared')
    expect(secret?.message).toEqual(new Map(Object.entries({ type, data: 's' })))
    const connection = into(steps.at(-1)?.message, 'home')
    expect(textOf(into(connection, 'local'), 'auth')).toBe(own)
    expect(textOf(into(connection, 'remote'), 'auth')).toBe(gateway)
  })

  it('is GRE alone between the two ends in transport mode, known by its reqid, from the fixed address and no other', () => {
    const none = { 'request-addresses': [], 'local-networks': [], 'remote-networks': [] }
    const { identity, peer } = layer
    const transport: IkeLayer = { kind: 'ike', mode: 'transport', identity, peer, ...none }
    const connection = connectionOf({ layer: transport, localAddress: '2001:db8:cafe::2' })
    expect(listOf(connection, 'local_addrs')).toEqual(['2001:db8:cafe::2'])
    expect(textOf(connection, 'mobike')).toBe('no')
    const child = into(connection, 'children', 'home')
    expect(textOf(child, 'mode')).toBe('transport')
    expect([...listOf(child, 'local_ts'), ...listOf(child, 'remote_ts')]).toEqual(['dynamic[47]', 'dynamic[47]'])
    expect(textOf(child, 'reqid')).toBe(String(0x6006))
    expect(child.has('if_id_in') || child.has('if_id_out')).toBe(false)
  })

  it.each([
    [usualStrategy, 'yes', 'no', 'yes'],
    [{ ...usualStrategy, esp: 'in UDP' }, 'yes', 'yes', 'yes'],
    [{ ...usualStrategy, esp: 'as it is, without MOBIKE' }, 'no', 'no', 'yes'],
    [{ ...usualStrategy, whole: 1238 }, 'yes', 'no', 'no'],
  ] as const)('goes about it in the strategy asked for: %j', (strategy, mobike, encap, copyDf) => {
    const connection = connectionOf({ strategy })
    expect(textOf(connection, 'mobike')).toBe(mobike)
    expect(textOf(connection, 'encap')).toBe(encap)
    expect(textOf(into(connection, 'children', 'home'), 'copy_df')).toBe(copyDf)
  })

  it('takes the profile’s proposals and no others', () => {
    const chosen = {
      ...layer,
      'ike-proposals': ['aes256gcm16-prfsha384-ecp384'],
      'esp-proposals': ['aes128gcm16-ecp256'],
    }
    const connection = connectionOf({ layer: chosen })
    expect(listOf(connection, 'proposals')).toEqual(['aes256gcm16-prfsha384-ecp384'])
    expect(listOf(into(connection, 'children', 'home'), 'esp_proposals')).toEqual(['aes128gcm16-ecp256'])
  })
})
