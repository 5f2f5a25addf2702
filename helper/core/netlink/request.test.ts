/** What is written is read back by the decoders, which are tested on real kernels' answers: a message that makes an object has the form of one that lists it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nothingObserved } from '../../../test/fakes/observed.ts'
import type { RouteChange, RuleChange, XfrmBlockChange, XfrmPolicyChange, XfrmStateChange } from '../change/change.ts'
import { makeRequests } from '../change/make.ts'
import { isBlockOf, isPolicyOf, isPresent, isRulePresent, isStateOf } from '../change/present.ts'
import type { NetlinkRequest } from '../change/request.ts'
import { text, utf8 } from './bytes.ts'
import { decodeAddress, decodeLink } from './links.ts'
import { decodeMessages, flag } from './message.ts'
import { deleteTable } from './nftables.ts'
import { encodeTold } from './question.ts'
import { encodeRequest } from './request.ts'
import { decodeRoute } from './routes.ts'
import { decodeRule } from './rules.ts'
import { decodePolicy, decodeState } from './xfrm.ts'

const index = 7
const bodyOf = (request: NetlinkRequest) => encodeRequest(request, index).body
const isNetlink = (request: { readonly kind: string }): request is NetlinkRequest =>
  request.kind !== 'ruleset' && request.kind !== 'add-tun'
const bodiesOf = (change: Parameters<typeof makeRequests>[0]) => makeRequests(change).filter(isNetlink).map(bodyOf)

const v4 = fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 32 })).map(([address, length]) => `${address}/${length}`)
const prefix = { 4: v4, 6: fc.constantFrom('fd12:3456:789a::/48', '2a00::100/120', '2a00::101/128', '::/1') } as const
const u32 = fc.integer({ min: 1, max: 0xffffffff })
const linkName = fc.stringMatching(/^[a-z][a-z0-9.@-]{0,14}$/)

const anyRule = fc.constantFrom(4 as const, 6 as const).chain((family) =>
  fc.record({
    kind: fc.constant('rule' as const),
    family: fc.constant(family),
    priority: u32,
    selector: fc.record(
      { to: prefix[family], from: prefix[family], fwmark: u32, oif: linkName, iif: linkName, user: u32 },
      { requiredKeys: [] },
    ),
    action: fc.oneof(
      fc.constant({ unreachable: true as const }),
      fc.record({ goto: u32 }),
      fc.record(
        { lookup: fc.oneof(fc.constant('main' as const), u32), suppressPrefixLength: fc.nat(128) },
        { requiredKeys: ['lookup'] },
      ),
    ),
  }),
)

test('rules, with every selector and action', () => {
  fc.assert(
    fc.property(anyRule, (change: RuleChange) => {
      const rules = bodiesOf(change).flatMap((body) => decodeRule(body) ?? [])
      expect(isRulePresent(change, { ...nothingObserved, rules })).toBe(true)
    }),
  )
})

test('the message that deletes a rule names it as the one that makes it', () => {
  const rule = {
    family: 6,
    priority: 6020,
    selector: { to: 'fd00::/8' },
    action: { lookup: 6006 },
    protocol: 66,
  } as const
  expect(bodyOf({ kind: 'delete-rule', ...rule })).toEqual(bodyOf({ kind: 'add-rule', ...rule }))
})

test.each<[string, Partial<RouteChange>]>([
  ['to a network', { to: '10.7.0.0/16', mtu: 1300 }],
  ['to everywhere, without an MTU', { to: '::/0', mtu: null }],
  ['by a next hop', { to: 'fd06::/48', via: 'fd07::2', mtu: 1290, advmss: 1220 }],
])('a route %s', (_, more) => {
  const change: RouteChange = { kind: 'route', to: '::/0', interface: 'roam6', mtu: null, ...more }
  const routes = bodiesOf(change).flatMap((body) => decodeRoute(body) ?? [])
  expect(routes).toMatchObject([{ index, table: 6006, protocol: '66', type: 'unicast', via: change.via }])
  const named = routes.map((route) => ({ ...route, interface: 'roam6' }))
  expect(isPresent(change, { ...nothingObserved, routes: named })).toBe(true)
})

test('policies: refusals, those that let pass, those of an association', () => {
  const block: XfrmBlockChange = { kind: 'xfrm-block', source: 'fd00::/64', destination: '::/0', protocol: 'gre' }
  const blocks = bodiesOf(block).map(decodePolicy)
  expect(blocks.map((policy) => policy && isBlockOf(block, policy))).toEqual([true, true])
  expect(blocks.map((policy) => policy?.direction)).toEqual(['in', 'fwd'])
  expect(bodiesOf({ kind: 'xfrm-pass', interface: 'roam6' }).map(decodePolicy)).toMatchObject([
    {
      source: '0.0.0.0/0',
      destination: '0.0.0.0/0',
      direction: 'out',
      blocks: false,
      linkIndex: index,
      priority: 0x6005,
    },
  ])
  const ends = { from: 'fd00::1', to: 'fd00::2' }
  const change: XfrmPolicyChange = {
    kind: 'xfrm-policy',
    ifId: 6,
    direction: 'out',
    source: '10.1.0.0/16',
    destination: '10.2.0.0/16',
    ...ends,
  }
  const [policy] = bodiesOf(change).map(decodePolicy)
  expect(policy && isPolicyOf(change, policy)).toBe(true)
})

test('an association has its keys, and its limits are none', () => {
  const change: XfrmStateChange = {
    kind: 'xfrm-state',
    ifId: 0x6006,
    source: 'fd00::1',
    destination: 'fd00::2',
    spi: 0xc0000001,
    algorithms: ['enc', 'cbc(aes)', '0x00ff', 'auth-trunc', 'hmac(sha256)', '0x0102030405', '128'],
    outputMark: null,
  }
  const [body = new Uint8Array()] = bodiesOf(change)
  const state = decodeState(body)
  expect(isStateOf(change, state)).toBe(true)
  expect(state).not.toHaveProperty('larval')
  expect(Buffer.from(body).includes(Buffer.from([16, 0, 0, 0, 0x00, 0xff]))).toBe(true)
  expect(Buffer.from(body).includes(Buffer.from([40, 0, 0, 0, 128, 0, 0, 0, 1, 2, 3, 4, 5]))).toBe(true)
  expect(body.slice(96, 128).every((byte) => byte === 0xff)).toBe(true)
})

test('links have their kind and MTU, addresses our own', () => {
  const type = { kind: 'xfrm', ifId: 1 } as const
  expect(decodeLink(bodyOf({ kind: 'add-link', name: 'roam6x', mtu: 1400, type }))).toMatchObject({
    index: 0,
    name: 'roam6x',
    mtu: 1400,
    kind: 'xfrm',
    up: false,
  })
  const alias = 'roam6 Büro 家 “x”'
  expect(decodeLink(bodyOf({ kind: 'set-link', name: 'roam6x', alias }))).toMatchObject({ alias, up: true })
  for (const [address, family] of [
    ['192.0.2.1', 4],
    ['2a00::101', 6],
  ] as const)
    expect(decodeAddress(bodyOf({ kind: 'add-address', interface: 'x', address, prefixLength: 24 }))).toMatchObject({
      index,
      family,
      address,
      prefixLength: 24,
    })
})

describe('text', () => {
  test('of any letters is the same again', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0')),
        (one) => {
          expect(text(utf8(one))).toBe(one)
          expect(utf8(one)).toEqual(new Uint8Array(Buffer.from(one)))
        },
      ),
    )
  })
})

test('what nftables is told stands in a batch, all of one number, and only the deed is acknowledged', () => {
  const messages = decodeMessages(encodeTold(deleteTable('roam6'), { port: 3, sequence: 4 }))
  expect(messages.map(({ type, flags, sequence, port }) => [type, flags, sequence, port])).toEqual([
    [0x10, flag.request, 4, 3],
    [0xa02, flag.request | flag.acknowledge, 4, 3],
    [0x11, flag.request, 4, 3],
  ])
})
