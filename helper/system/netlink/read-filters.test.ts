import { expect, test } from 'vitest'
import { askOver } from '../../../test/fakes/netlink-look.ts'
import { attribute } from '../../core/netlink/attributes.ts'
import { joined, u32Bytes } from '../../core/netlink/bytes.ts'
import { control, decodeMessages, encodeMessage } from '../../core/netlink/message.ts'
import type { Question } from '../../core/netlink/question.ts'
import { readFilters } from './read-filters.ts'
import type { TakeSocket } from './socket.ts'

const asked = { port: 1, sequence: 1 }
const bytes = (text: string) => Uint8Array.from(Buffer.from(`${text}\0`))
const end = encodeMessage({ ...asked, type: control.done, flags: 2, body: u32Bytes(0) })
const refusal = (errno: number) => encodeMessage({ ...asked, type: control.error, flags: 0, body: u32Bytes(-errno) })

/** Types of the questions: NFT_MSG_GETTABLE, _GETCHAIN, _GETRULE (linux/netfilter/nf_tables.h). */
const asks = { table: 0xa01, chains: 0xa04, rules: 0xa07 } as const

/** A message of nftables with its ruleset's generation. */
const told = (generation: number, ...attributes: readonly Uint8Array[]) =>
  encodeMessage({
    ...asked,
    type: 0xa00,
    flags: 2,
    body: joined(Uint8Array.of(1, 0, generation >> 8, generation & 0xff), ...attributes),
  })
const table = (generation: number) => told(generation, attribute(1, bytes('roam6')))
const chain = (generation: number, name: string, of = 'roam6') =>
  told(generation, attribute(1, bytes(of)), attribute(3, bytes(name)))
const ruleOf = (table: string, generation: number, of: string, ...userData: readonly number[]) =>
  told(generation, attribute(1, bytes(table)), attribute(2, bytes(of)), attribute(7, Uint8Array.from(userData)))
const rule = (generation: number, of: string, ...userData: readonly number[]) =>
  ruleOf('roam6', generation, of, ...userData)

type Answers = Readonly<Record<Question['type'], readonly Uint8Array[]>>

/** @param looks what the kernel answers, one look after another; the last one's for ever */
function kernel(...looks: readonly Answers[]): TakeSocket & { readonly asked: () => number } {
  const count = new Map<number, number>()
  const take: TakeSocket = async () => {
    let type = 0
    return {
      asked,
      async send(request) {
        type = decodeMessages(request)[0]?.type ?? 0
        count.set(type, (count.get(type) ?? 0) + 1)
        return null
      },
      receive: async () => looks[Math.min((count.get(type) ?? 1) - 1, looks.length - 1)]?.[type] ?? [refusal(95)],
      release() {},
    }
  }
  return Object.assign(take, { asked: () => count.get(asks.table) ?? 0 })
}

const whole = (generation: number): Answers => ({
  [asks.table]: [table(generation), end],
  [asks.chains]: [
    chain(generation, 'input'),
    chain(generation, 'elsewhere', 'other'),
    chain(generation, 'through'),
    end,
  ],
  [asks.rules]: [
    rule(generation, 'input', 0, 3, 0x61, 0x62, 0),
    ruleOf('other', generation, 'input', 0, 1, 0x63),
    rule(generation, 'input'),
    end,
  ],
})
const seen = { tables: { roam6: { input: ['ab', ''], through: [] } } }

test('chains of our table alone, with the comments of their rules', async () => {
  expect(await readFilters(askOver(kernel(whole(7))), ['roam6'])).toEqual(seen)
})

test('a ruleset that changed between two answers is read again', async () => {
  const changed = { ...whole(7), [asks.rules]: [rule(8, 'input', 0, 3, 0x61, 0x62, 0), end] }
  const asking = kernel(changed, whole(9))
  expect(await readFilters(askOver(asking), ['roam6'])).toEqual(seen)
  expect(asking.asked()).toBe(2)
})

test('but not for ever', async () => {
  const changing = kernel({ ...whole(7), [asks.chains]: [chain(8, 'input'), end] })
  await expect(readFilters(askOver(changing), ['roam6'])).rejects.toThrow('the ruleset changed meanwhile, 12 times')
})

test.each([
  ['no such table', 2, { tables: {} }],
  ['no nftables (the subsystem is unknown)', 22, { unusable: 'the kernel does not list its nftables: EINVAL' }],
  ['no right to ask', 1, { unusable: 'the kernel does not list its nftables: EPERM' }],
])('%s is told as such', async (_, errno, expected) => {
  const [no] = [[refusal(errno)]]
  expect(
    await readFilters(askOver(kernel({ [asks.table]: no, [asks.chains]: no, [asks.rules]: no })), ['roam6']),
  ).toEqual(expected)
})

test('no netfilter at all is told as such', async () => {
  expect(
    await readFilters(
      askOver(async () => 'EPROTONOSUPPORT'),
      ['roam6'],
    ),
  ).toEqual({
    unusable: 'the kernel does not list its nftables: EPROTONOSUPPORT',
  })
})

test.each<[string, number[], string]>([
  ['that has other things before its comment', [1, 2, 0xff, 0xff, 0, 2, 0x61, 0], 'a'],
  ['that is no row of types and lengths', [7, 200, 1], ''],
  ['that ends within a header', [0], ''],
  ['whose comment is cut off', [0, 200, 0x61], 'a'],
])('user data %s', async (_, userData, comment) => {
  const answers = { ...whole(1), [asks.rules]: [rule(1, 'through', ...userData), end] }
  expect(await readFilters(askOver(kernel(answers)), ['roam6'])).toEqual({
    tables: { roam6: { input: [], through: [comment] } },
  })
})
