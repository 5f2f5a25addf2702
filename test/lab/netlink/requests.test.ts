/** That a request makes what the command makes by which it is named, on a real kernel: in two hosts, one is told and one typed at. */
import { expect, test } from 'vitest'
import { makeRequests } from '../../../helper/core/change/make.ts'
import { requestWords } from '../../../helper/core/change/request-words.ts'
import { createHost, type Host } from '../hosts/host.ts'
import { connectToOwnMachine } from '../own-machine.ts'
import { everyChange } from './every-change.ts'

const input = JSON.stringify(everyChange)
const told = ['/project/node_modules/.bin/node', '/project/test/lab/netlink/make-and-undo.ts']

async function type(host: Host) {
  for (const request of everyChange.flatMap(makeRequests))
    if (request.kind === 'ruleset') await host.run(['nft', '-f', '-'], { input: `${request.lines.join('\n')}\n` })
    else await host.run([...requestWords(request)])
}

/** Chosen at random by the kernel: hardware addresses of Ethernet, permanent ones of tunnels over IPv6. */
const random = /"(?:permaddr":"[^"]*|(?:address|broadcast)":"(?:[0-9a-f]{2}:){5}[0-9a-f]{2})",?/g
const printed = {
  links: ['ip', '-d', '-j', 'link'],
  addresses: ['ip', '-d', '-j', 'address', 'show', 'scope', 'global'],
  'routes of IPv4': ['ip', '-4', '-d', '-j', 'route', 'show', 'table', '6006'],
  'routes of IPv6': ['ip', '-6', '-d', '-j', 'route', 'show', 'table', '6006'],
  'rules of IPv4': ['ip', '-4', '-d', '-j', 'rule'],
  'rules of IPv6': ['ip', '-6', '-d', '-j', 'rule'],
  policies: ['ip', '-d', 'xfrm', 'policy'],
  states: ['ip', '-d', 'xfrm', 'state'],
  nftables: ['nft', 'list', 'ruleset'],
}

/** A table in which no route was ever made cannot be listed: iproute2 6.1 ends in the midst of its list then. */
const emptyList = /^\[\s*\]?\s*$/
const whole = async (host: Host) =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(printed).map(async ([what, argv]) => {
        const { stdout } = await host.attempt(argv)
        return [
          what,
          stdout
            .replace(random, '')
            .replace(emptyList, '')
            .split(/\n(?=\S)|(?<=\}),(?=\{)/),
        ] as const
      }),
    ),
  )

test('what is told is what would be typed, and is undone as if it had never been', { timeout: 240_000 }, async () => {
  const machine = await connectToOwnMachine()
  const [asTyped, asTold] = [await createHost(machine, 'typed'), await createHost(machine, 'told')]
  const before = await whole(asTold)
  await Promise.all([type(asTyped), asTold.run(told, { input, timeoutMs: 60_000 })])
  const made = await whole(asTold)
  expect(made).toEqual(await whole(asTyped))
  for (const what of Object.keys(printed)) expect(made[what], what).not.toEqual(before[what])
  const { stdout: left } = await asTold.run([...told, 'undo'], { input, timeoutMs: 60_000 })
  expect(JSON.parse(left)).toEqual([])
  const { links: _before, ...rest } = before
  const { links, ...after } = await whole(asTold)
  expect(after).toEqual(rest)
  // A kernel makes a first tunnel of a kind by itself, with its module (gre0, ip6tnl0).
  expect(links?.join()).not.toContain('roam6')
  await asTyped.close()
  await asTold.close()
  machine.close()
})
