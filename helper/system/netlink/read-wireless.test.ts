import { expect, test } from 'vitest'
import { askOver } from '../../../test/fakes/netlink-look.ts'
import { attribute } from '../../core/netlink/attributes.ts'
import { joined, u16Bytes, u32Bytes } from '../../core/netlink/bytes.ts'
import { control, decodeMessages, encodeMessage } from '../../core/netlink/message.ts'
import { readWireless } from './read-wireless.ts'
import { createSockets, type TakeSocket } from './socket.ts'

const asked = { port: 1, sequence: 1 }
const bytes = (words: string) => Uint8Array.from(Buffer.from(`${words}\0`))
const message = (type: number, body: Uint8Array) => encodeMessage({ ...asked, type, flags: 2, body })
const answer = (...found: readonly Uint8Array[]) => message(35, joined(Uint8Array.of(1, 1, 0, 0), ...found))
const end = message(control.done, u32Bytes(0))
const refusal = message(control.error, u32Bytes(-2))

/** Answers by the type of the question. */
const kernel =
  (answers: Readonly<Record<number, readonly Uint8Array[]>>): TakeSocket =>
  async (protocol) => {
    let type = 0
    expect(protocol).toBe(16)
    return {
      asked,
      async send(request) {
        type = decodeMessages(request)[0]?.type ?? 0
        return null
      },
      receive: async () => answers[type] ?? [refusal],
      release() {},
    }
  }

test('each link that has joined a network has that network’s name', async () => {
  const wireless = kernel({
    16: [answer(attribute(1, u16Bytes(35))), end],
    35: [
      answer(attribute(4, bytes('wlan0')), attribute(52, Uint8Array.from(Buffer.from('Cafe Wi-Fi')))),
      answer(attribute(4, bytes('wlan1'))),
      end,
    ],
  })
  expect(await readWireless(askOver(wireless))).toEqual({ wlan0: 'Cafe Wi-Fi' })
})

test('a kernel without Wi-Fi has no names, and so has one that does not list its links', async () => {
  expect(await readWireless(askOver(kernel({})))).toEqual({})
  expect(await readWireless(askOver(kernel({ 16: [answer(attribute(1, u16Bytes(35))), end] })))).toEqual({})
})

test('this machine’s kernel answers', async () => {
  expect(Object.values(await readWireless(askOver(createSockets()))).every((name) => name.length > 0)).toBe(true)
})
