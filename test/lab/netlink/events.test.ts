/** That the helper is told of whatever takes something of its own away, on a real kernel. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHost, type Host } from '../hosts/host.ts'
import type { Connection } from '../machine/connection.ts'
import { connectToOwnMachine } from '../own-machine.ts'

let machine: Connection
let host: Host
beforeAll(async () => {
  machine = await connectToOwnMachine()
  host = await createHost(machine, 'told')
})
afterAll(async () => {
  await host.close()
  machine.close()
})

const run = (command: string) => host.run(['sh', '-ec', command])

/** In /proc/net/netlink, a line a socket: address, protocol, port, groups that it listens to. */
const groups = `awk '$2 ~ /^(0|6|12)$/ && $4 ~ /[1-9a-f]/ { print $2 }' /proc/net/netlink | sort -u | wc -l`
const allListen = `until [ "$(${groups})" = 3 ]; do sleep 0.05; done`

const table = `add table inet roam6
  add chain inet roam6 gate { type filter hook prerouting priority -300; }
  add rule inet roam6 gate iifname "lo" accept comment "first"
  add rule inet roam6 gate drop comment "second"`
const nft = (lines: string) => `nft -f - <<'END'\n${lines}\nEND`
const aead = 'aead "rfc4106(gcm(aes))" 0x0102030405060708091011121314151617181920 128'
const id = 'src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x6006'
const state = `ip xfrm state add ${id} mode tunnel ${aead} if_id 0x6006`
const policy = 'ip xfrm policy add src 192.0.2.1 dst 192.0.2.2 dir in action block'

test.each([
  ['a chain of ours is flushed', nft(table), 'nft flush chain inet roam6 gate'],
  ['a rule of ours is deleted', nft(table), 'nft delete rule inet roam6 gate handle 2'],
  ['a rule is added to ours', nft(table), 'nft insert rule inet roam6 gate accept'],
  ['our table is deleted', nft(table), 'nft delete table inet roam6'],
  ['the whole ruleset is flushed', nft(table), 'nft flush ruleset'],
  ['an association is deleted', state, `ip xfrm state delete ${id}`],
  ['associations are flushed', state, 'ip xfrm state flush'],
  // Nothing deletes it: that it is still there when the monitors listen is the whole act.
  ['an association reaches the end of its lifetime', `${state} limit time-hard 5`, 'ip xfrm state list | grep -q esp'],
  ['a policy is deleted', policy, 'ip xfrm policy delete src 192.0.2.1 dst 192.0.2.2 dir in'],
  ['policies are flushed', policy, 'ip xfrm policy flush'],
  ['a rule of policy routing is deleted', 'ip rule add pref 6020 lookup 6006', 'ip rule delete pref 6020'],
  ['a link loses its address', 'ip address add 192.0.2.1/32 dev lo', 'ip address flush dev lo to 192.0.2.0/24'],
])('the helper looks when %s', { timeout: 60_000 }, async (_, before, act) => {
  await run(before)
  const watch = host.start(['/project/node_modules/.bin/node', '/project/test/lab/netlink/print-events.ts'])
  try {
    await host.run(['sh', '-ec', allListen], { timeoutMs: 20_000 })
    expect(watch.stdout).toBe('')
    await run(act)
    await watch.waitFor(/^look$/m, 10_000)
  } finally {
    watch.signal('SIGKILL')
    await watch.exited.catch(() => {})
    await run(
      'nft flush ruleset; ip xfrm state flush; ip xfrm policy flush; ip rule delete pref 6020 2>/dev/null || true',
    )
  }
})
