import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeDhcpv6 } from './lease.ts'
import { type Dhcpv6Question, decodeDhcpv6, encodeDhcpv6 } from './message.ts'

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'))
const client = hex('0003 0001 52540012 3456')
const server = hex('0001 0001 2c000000 02000000 0001')
const home = ['2001:db8:abba::/48']
const address = '2001:db8:abba:1000::d1'
const asked: Dhcpv6Question = {
  kind: 'solicit',
  transaction: 0xabcdef,
  client,
  server: null,
  elapsedMs: 0,
  address: null,
}

const u16 = (value: number) => [value >> 8, value & 0xff]
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xffff)]
const option = (code: number, content: readonly number[]) => [...u16(code), ...u16(content.length), ...content]
const status = (code: number, words: string) => option(13, [...u16(code), ...Buffer.from(words)])
const bytesOf = (text: string) =>
  text.split('::').map((half) => half.split(':').flatMap((group) => u16(Number.parseInt(group, 16))))
const addressBytes = (text: string) => {
  const [front = [], back = []] = bytesOf(text)
  return [...front, ...new Array<number>(16 - front.length - back.length).fill(0), ...back]
}

interface Given {
  readonly type?: number
  readonly transaction?: number
  readonly address?: string
  readonly preferred?: number
  readonly valid?: number
  readonly times?: readonly [number, number]
  readonly inIa?: readonly number[]
  readonly more?: readonly number[]
  readonly iaid?: number
  readonly to?: Uint8Array
}
/** As a server writes it; a Reply that commits at once where nothing else is said. */
const answer = (given: Given = {}) => {
  const { type = 7, transaction = asked.transaction, preferred = 120, valid = 120, times = [60, 105], iaid = 1 } = given
  const one = option(5, [...addressBytes(given.address ?? address), ...u32(preferred), ...u32(valid)])
  return Uint8Array.from([
    type,
    transaction >> 16,
    ...u16(transaction & 0xffff),
    ...option(1, [...(given.to ?? client)]),
    ...option(2, [...server]),
    ...option(3, [...u32(iaid), ...u32(times[0]), ...u32(times[1]), ...(given.inIa ?? one)]),
    ...(given.more ?? option(14, [])),
  ])
}
const judged = (bytes: Uint8Array, question: Partial<Dhcpv6Question> = {}) => {
  const decoded = decodeDhcpv6(bytes)
  return decoded ? judgeDhcpv6({ ...asked, ...question }, decoded, home) : null
}

describe('questions', () => {
  test('a Solicit asks for one address of any kind, at once', () => {
    expect(Buffer.from(encodeDhcpv6({ ...asked, elapsedMs: 1230 })).toString('hex')).toBe(
      [
        '01abcdef',
        '0001000a00030001525400123456',
        '0003000c000000010000000000000000',
        '00080002007b',
        '000600020052',
        '000e0000',
      ].join(''),
    )
  })

  test('a Release names the server and the address', () => {
    const bytes = Buffer.from(encodeDhcpv6({ ...asked, kind: 'release', server, address })).toString('hex')
    expect(bytes.slice(0, 2)).toBe('08')
    expect(bytes).toContain('0002000e000100012c000000020000000001')
    expect(bytes).toContain('0005001820010db8abba1000' + '00000000000000d1' + '0000000000000000')
    expect(bytes).not.toMatch(/000e0000$/)
  })

  test('time that has passed does not overflow', () => {
    expect(Buffer.from(encodeDhcpv6({ ...asked, elapsedMs: 1e9 })).toString('hex')).toContain('00080002ffff')
  })
})

describe('answers', () => {
  test('a Reply to a Solicit is the lease, with its times', () => {
    expect(judged(answer())).toEqual({
      is: 'lease',
      lease: { address, server, renewAfter: 60, rebindAfter: 105, endsAfter: 120 },
    })
  })

  test('an Advertise is an offer', () => {
    expect(judged(answer({ type: 2, more: [] }))).toEqual({ is: 'offer', server })
  })

  test('times that are left to us are shares of the preferred lifetime', () => {
    const times = [0, 0] as const
    expect(judged(answer({ times, preferred: 3600, valid: 7200 }))).toMatchObject({
      lease: { renewAfter: 1800, rebindAfter: 2880, endsAfter: 7200 },
    })
    expect(judged(answer({ times, preferred: 0, valid: 60 }))).toMatchObject({
      lease: { renewAfter: 20, rebindAfter: 20, endsAfter: 60 },
    })
  })

  test.each<[string, Given, Partial<Dhcpv6Question>]>([
    ['to another question', { transaction: 1 }, {}],
    ['to somebody else', { to: hex('00030001020202020202') }, {}],
    ['a Reply that does not commit', { more: [] }, {}],
    ['an Advertise to a Request', { type: 2 }, { kind: 'request' }],
    ['to another association', { iaid: 2 }, {}],
    ['times that contradict each other', { times: [100, 50] }, {}],
    ['a failure of the server’s that may pass', { more: status(1, 'busy') }, { kind: 'request' }],
  ])('nothing by: %s', (_, given, question) => {
    expect(judged(answer(given), question)).toEqual({ is: 'nothing' })
  })

  test.each<[string, Given, Partial<Dhcpv6Question>]>([
    ['no addresses available (status 2)', { type: 2, inIa: status(2, 'no addresses available') }, {}],
    ['status 3', { inIa: status(3, '\u0007') }, { kind: 'renew', address }],
    ['2001:db8:bad::1 is not of home', { address: '2001:db8:bad::1' }, {}],
    ['2001:db8:abba:1000::d1 for 59 s only', { preferred: 59, valid: 59 }, {}],
    ['2001:db8:abba:1000::d2 instead', { address: '2001:db8:abba:1000::d2' }, { kind: 'renew', address }],
    ['no address', { inIa: [] }, {}],
    ['no address', { preferred: 200 }, {}],
  ])('refused: %s', (why, given, question) => {
    expect(judged(answer(given), question)).toEqual({ is: 'refused', why })
  })
})

describe('hostile input', () => {
  const whole = answer()

  test('any cut of an answer is none, or says the same as the whole', () => {
    for (let length = 0; length < whole.length; length++) {
      const found = judged(whole.slice(0, length))
      if (found !== null) expect(found.is).not.toBe('lease')
    }
  })

  test('whatever bytes come, nothing throws, and nothing that is not of home is taken', () => {
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 })
    const mangled = changes.map((all) => {
      const bytes = whole.slice()
      for (const [at, value] of all) bytes[at] = value
      return bytes
    })
    fc.assert(
      fc.property(fc.oneof(mangled, fc.uint8Array({ maxLength: 400 })), (bytes) => {
        const found = judged(bytes)
        if (found?.is !== 'lease') return
        const { renewAfter, rebindAfter, endsAfter } = found.lease
        expect(found.lease.address).toMatch(/^2001:db8:abba:/)
        expect(endsAfter).toBeGreaterThanOrEqual(60)
        expect(renewAfter).toBeGreaterThanOrEqual(20)
        expect(renewAfter <= rebindAfter && rebindAfter <= endsAfter).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('what we send, turned into an answer, is read back', () => {
    fc.assert(
      fc.property(fc.nat(0xffffff), fc.uint8Array({ minLength: 3, maxLength: 130 }), (transaction, duid) => {
        const bytes = encodeDhcpv6({ ...asked, kind: 'request', transaction, client: duid, server: duid, address })
        bytes[0] = 7
        expect(decodeDhcpv6(bytes)).toMatchObject({ transaction, client: duid, server: duid, kind: 'reply' })
      }),
    )
  })
})
