/** These tests are about the lab itself: it says what is wrong with it, and its records see what they are there to see. */
import { expect, test } from 'vitest'
import { capture } from '../scenarios/vocabulary/capture.ts'
import { differences, recordSystem } from '../scenarios/vocabulary/system-record.ts'
import { createHost } from './hosts/host.ts'
import { connectToAgent } from './machine/connection.ts'
import { bootGuest } from './machine/guest.ts'
import { provideImage } from './machine/image.ts'
import { chosenSuite } from './machine/packages.ts'
import { connectToOwnMachine } from './own-machine.ts'

test('a command that takes too long is ended, and tells what it wrote', async () => {
  const machine = await connectToOwnMachine()
  await expect(machine.run(['sh', '-c', 'echo so far; sleep 60'], { timeoutMs: 1500 })).rejects.toThrow(
    /took longer than 1500 ms\nso far/,
  )
  machine.close()
})

test('a process is waited for by what it writes, and its end is told', async () => {
  const machine = await connectToOwnMachine()
  const process = machine.start(['sh', '-c', 'echo up; read line; echo "got $line"; exit 3'])
  await process.waitFor(/^up$/m, 5_000)
  process.write('a line\n')
  expect(await process.exited).toMatchObject({ code: 3, stdout: 'up\ngot a line\n' })
  await expect(process.waitFor(/never/, 5_000)).rejects.toThrow(/it ended with 3 before it wrote/)
  machine.close()
})

test('what a connection started ends with it', async () => {
  const [machine, other] = [await connectToOwnMachine(), await connectToOwnMachine()]
  const process = machine.start(['sh', '-c', 'sleep 4321 & echo up; wait'])
  await process.waitFor(/up/, 5_000)
  machine.close()
  const gone = 'while pgrep -f "sleep 4321" | grep -v $$ >/dev/null; do sleep 0.1; done'
  await other.run(['sh', '-c', gone], { timeoutMs: 5_000 })
  other.close()
})

test('a capture counts what its filter lets in, and nothing of what passes while it starts', {
  timeout: 60_000,
}, async () => {
  const machine = await connectToOwnMachine()
  const host = await createHost(machine, 'busy')
  const flood = host.start(['ping', '-q', '-f', '-i', '0.0002', '127.0.0.1'])
  for (let n = 0; n < 5; n += 1) {
    const count = await capture(host, 'lo', 'icmp6 and ip6[40] = 128')
    await host.run(['ping', '-n', '-c', '3', '-i', '0.01', '::1'])
    // A capture on lo sees each packet twice: as it is sent, and as it comes.
    expect(await count()).toBe(6)
  }
  flood.signal('SIGKILL')
  await host.close()
  machine.close()
})

test('a record sees whatever is left behind', { timeout: 60_000 }, async () => {
  const machine = await connectToOwnMachine()
  const host = await createHost(machine, 'littered', ['etc', 'var', 'home', 'root'])
  const before = await recordSystem(host)
  expect(differences(before, await recordSystem(host))).toEqual([])
  const litter: Record<string, string> = {
    links: 'ip link add left0 type dummy',
    addresses: 'ip address add 192.0.2.1/32 dev lo',
    'IPv4 routes': 'ip route add unreachable 198.51.100.0/24 table 77',
    'IPv6 routes': 'ip -6 route add unreachable 2001:db8:77::/48',
    'IPv4 rules': 'ip rule add pref 77 table 77',
    'IPv6 rules': 'ip -6 rule add pref 77 table 77',
    'xfrm states':
      'ip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 1 mode tunnel aead "rfc4106(gcm(aes))" 0x0102030405060708091011121314151617181920 128',
    'xfrm policies': 'ip xfrm policy add src 192.0.2.1 dst 192.0.2.2 dir in action block',
    nftables: 'nft add table inet left',
    'queueing disciplines': 'tc qdisc add dev lo root pfifo',
    sysctls: 'sysctl -qw net.ipv4.conf.lo.rp_filter=2',
    mounted: 'mkdir /tmp/left && mount -t tmpfs left /tmp/left',
    processes: 'setsid tail -f /dev/null >/dev/null 2>&1 </dev/null &',
    files: 'mkdir /run/left',
    contents: 'echo left >>/etc/services',
  }
  for (const command of Object.values(litter)) await host.run(['sh', '-c', command])
  const found = differences(before, await recordSystem(host))
  const missed = Object.keys(litter).filter((section) => !found.some((line) => line.startsWith(`+ ${section}: `)))
  expect(missed).toEqual([])
  await host.close()
  machine.close()
})

test('a guest that hangs or dies is told of at once, with its console', { timeout: 120_000 }, async () => {
  const guest = await bootGuest(await provideImage(chosenSuite(), console.log))
  try {
    const explain = () => 'its console ended with: …'
    const watched = await connectToAgent(guest.place, AbortSignal.timeout(10_000), explain, { silentMs: 3_000 })
    process.kill(guest.pid, 'SIGSTOP')
    await expect(watched.run(['true'])).rejects.toThrow(/it hangs\nits console ended with/)
    process.kill(guest.pid, 'SIGCONT')
    const running = guest.connection.run(['sleep', '60'], { timeoutMs: 60_000 })
    process.kill(guest.pid, 'SIGKILL')
    const began = performance.now()
    await expect(running).rejects.toThrow(
      /the (machine is gone|connection to the machine broke).*\nits console ended with:\n.*agent: listening/s,
    )
    expect(performance.now() - began).toBeLessThan(2_000)
  } finally {
    await guest.cut()
  }
})
