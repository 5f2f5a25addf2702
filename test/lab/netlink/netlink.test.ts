/** That the helper sees by netlink what `ip` and `nft` print, on a real kernel: a host with odd things of every kind. */
import { expect, test } from 'vitest'
import { createHost } from '../hosts/host.ts'
import { bootGuest } from '../machine/guest.ts'
import { provideImage } from '../machine/image.ts'
import { chosenSuite } from '../machine/packages.ts'
import { connectToOwnMachine } from '../own-machine.ts'
import { asObserved, asPrinted, comparable } from './as-printed.ts'
import { oddThings } from './odd-things.ts'

test('an observer sees what ip and nft print of odd links, routes, rules, policies and tables', {
  timeout: 120_000,
}, async () => {
  const machine = await connectToOwnMachine()
  const host = await createHost(machine, 'odd')
  const empty = comparable(await asPrinted(host))
  expect(comparable(await asObserved(host))).toEqual(empty)
  await host.run(['sh', '-ec', oddThings.join('\n')])
  const printed = await asPrinted(host)
  expect(comparable(await asObserved(host))).toEqual(comparable(printed))
  // That there was something to compare.
  expect(printed.rules.filter((rule) => rule.not)).toHaveLength(3)
  expect(printed.rules.filter((rule) => rule.narrower)).toHaveLength(10)
  expect(printed.routes.filter(({ type }) => type === 'blackhole')).toHaveLength(2)
  expect(printed.policies).toHaveLength(5)
  expect(printed.policies.filter(({ linkIndex }) => linkIndex !== undefined)).toHaveLength(1)
  expect(printed.states).toHaveLength(4)
  expect(printed.filters).toEqual({
    tables: { roam6: { input: ['first', '', 'last – letzte'], empty: [] }, 'roam6-guard': { output: ['guard'] } },
  })
  await host.close()
  machine.close()
})

test('a kernel without xfrm and nftables is looked at all the same, and the look says why it has none of them', {
  timeout: 120_000,
}, async () => {
  const without = ['xfrm_user', 'nf_tables']
  const guest = await bootGuest(await provideImage(chosenSuite(), console.log), { without })
  try {
    const host = await createHost(guest.connection, 'bare')
    const { links, policies, states, xfrmUnusable, filters } = await asObserved(host)
    expect(links.map(({ name }) => name)).toContain('lo')
    expect([policies, states]).toEqual([[], []])
    expect(xfrmUnusable).toBe('the kernel does not list its xfrm: EPROTONOSUPPORT')
    expect(filters).toEqual({ unusable: expect.stringMatching(/^the kernel does not list its nftables: E[A-Z]+$/) })
  } finally {
    await guest.cut()
  }
})
