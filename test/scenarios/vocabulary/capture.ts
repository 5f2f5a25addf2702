/** This module counts the packets that pass a device. */
import type { Host } from '../../lab/hosts/host.ts'

/** This pattern takes the kernel's count, and not that of tcpdump's lines: tcpdump may have had no time to print a packet. */
const counts = /(\d+) packets? received by filter/g

/** Resolves when the capture listens, with a function that ends it and returns the count. */
export async function capture(host: Host, device: string, filter: string): Promise<() => Promise<number>> {
  const tcpdump = host.start(['tcpdump', '-lnn', '--immediate-mode', '-i', device, filter])
  await tcpdump.waitFor(/listening on/, 20_000)
  // Between its bind(2) and its filter the kernel counted whatever came: tcpdump(1) says on SIGUSR1 how many that were.
  await host.run(['pkill', '-USR1', '-f', '--', filter.replace(/[^\w ]/g, '.')])
  await tcpdump.waitFor(/received by filter/, 20_000)
  return async () => {
    tcpdump.signal('SIGINT')
    const { stderr } = await tcpdump.exited
    const [before, after] = [...stderr.matchAll(counts)].map(([, count]) => Number(count))
    if (before === undefined || after === undefined) throw new Error(`tcpdump does not say what it has seen: ${stderr}`)
    return after - before
  }
}
