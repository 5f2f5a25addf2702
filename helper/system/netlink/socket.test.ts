/** On the kernel of whoever runs the tests: anybody may ask it for its links and addresses. */
import { readdirSync, readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { expect, test } from 'vitest'
import { askOver } from '../../../test/fakes/netlink-look.ts'
import { dump } from '../../core/netlink/question.ts'
import { readNetwork } from './read-network.ts'
import { createSockets } from './socket.ts'

const names = () => readdirSync('/sys/class/net').sort()

test('links and addresses are those that this machine has', async () => {
  const before = names()
  const { links, addresses, rules } = await readNetwork(askOver(createSockets()))
  expect(links.map(({ name }) => name).sort()).toEqual(before)
  const indexOf = (name: string) => Number(readFileSync(`/sys/class/net/${name}/ifindex`, 'utf8'))
  for (const { name, index } of links) expect(index).toBe(indexOf(name))
  expect(links.find(({ name }) => name === 'lo')).toMatchObject({ loopback: true, up: true })
  // Node lists those of links that are up and run.
  const known = Object.entries(networkInterfaces()).flatMap(([name, list = []]) =>
    list.map(({ address, cidr }) => ({ interface: name, address, prefixLength: Number(cidr?.split('/')[1]) })),
  )
  expect(addresses).toEqual(expect.arrayContaining(known.map((one) => expect.objectContaining(one))))
  expect(rules.find(({ priority, family }) => priority === 0 && family === 4)).toMatchObject({ table: 255 })
})

test('a look is the same while the garbage collector is at work, for hundreds of them', {
  timeout: 60_000,
}, async () => {
  const ask = askOver(createSockets())
  const { links } = await readNetwork(ask)
  for (let n = 0; n < 300; n++) {
    // Small buffers that nobody keeps: who relies on one of them being where it was finds another's bytes there.
    const garbage = Array.from({ length: 300 }, (_, i) => Buffer.alloc(64 + i, 0xff))
    expect((await readNetwork(ask)).links).toEqual(links)
    expect(garbage).toHaveLength(300)
  }
})

test('a question that the kernel does not know is refused, and the next one is answered', async () => {
  const ask = askOver(createSockets())
  expect(await ask(dump(0, 0x7000), () => 1)).toEqual({ refused: 'ENOTSUP' })
  expect((await readNetwork(ask)).links.length).toBeGreaterThan(0)
})

test('a socket is used again with another number, unless something of its answer may still come', async () => {
  const take = createSockets()
  const next = async (whole: boolean) => {
    const socket = await take(0)
    if (typeof socket === 'string') throw new Error(socket)
    socket.release(whole)
    return socket.asked.sequence
  }
  expect([await next(true), await next(true), await next(false), await next(true)]).toEqual([1, 2, 3, 1])
})

test('the number of open files does not grow with the looks', async () => {
  const count = () => readdirSync('/proc/self/fd').length
  const ask = askOver(createSockets())
  await readNetwork(ask)
  const before = count()
  for (let n = 0; n < 20; n++) await readNetwork(ask)
  expect(count()).toBe(before)
})
