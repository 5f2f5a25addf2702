/**
 * TCP through each way home by our helper, against the same tunnel made by hand, and both against the bare path to the
 * gateway. More is better.
 */
import { hostNamed } from '../lab/networks/lay-out.ts'
import type { WayName } from './by-hand/ways.ts'
import { type Contender, contest } from './contest.ts'
import { alternate, type Comparison, spread, words } from './spread.ts'

const seconds = 2
const settleMs = 60_000
/** Home's firewall lets it in for IKE, by TCP nobody listens there: the bare path has it, too. */
const port = '4500'

/**
 * tinc sends what is larger than its probes so far have shown to pass through TCP, for some seconds: until packets as
 * large as the device's go both ways, and TCP sent none of them (proc(5), net/snmp: OutSegs).
 */
const untilWhole = (host: string) => `
segments() { awk '/^Tcp: [0-9]/ { print $12 }' /proc/net/snmp; }
whole() {
  device=$(ip -6 route get ${host} | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p')
  before=$(segments)
  ping -6 -n -c1 -W1 -M do -s $(($(cat /sys/class/net/$device/mtu) - 48)) ${host} && [ "$(segments)" = "$before" ]
}
until whole >/dev/null 2>&1; do :; done
`

/** This is the part of iperf3's report that is read. */
interface Report {
  readonly start: { readonly tcp_mss_default: number }
  readonly end: { readonly sum_received: { readonly bits_per_second: number } }
}

export interface Throughput {
  readonly tunnels: Comparison
  /** So many Mbit/s pass without a tunnel. */
  readonly bare: readonly number[]
}

export const compareThroughput = (way: WayName, runs: number, say: (line: string) => void): Promise<Throughput> =>
  contest(way, say, async ({ world, profile, ours, theirs }) => {
    const { laptop, hosts } = world
    const [beyond] = profile.home.hosts ?? []
    if (beyond === undefined) throw new Error(`the profile of ${way} has no host of home's`)
    const server = hostNamed(hosts, 'gateway').start(['iperf3', '--server', '--port', port, '--forceflush'])
    await server.waitFor(/listening/, settleMs)
    const measure = async (to: string) => {
      const { stdout } = await laptop.run(['iperf3', '--json', '--client', to, '--port', port, '--time', `${seconds}`])
      const { start, end } = JSON.parse(stdout) as Report
      return { segment: start.tcp_mss_default, rate: end.sum_received.bits_per_second / 1e6 }
    }
    const segments = new Set<number>()
    const through = async ({ name, up, settled, down }: Contender) => {
      await up()
      await settled()
      await laptop.run(['sh', '-c', untilWhole(beyond)], { timeoutMs: settleMs })
      const { segment, rate } = await measure(beyond)
      await down()
      segments.add(segment)
      if (segments.size > 1) throw new Error(`not the same tunnel: segments of ${[...segments].join(' and ')} bytes`)
      say(`${way}, ${name} ${rate.toFixed(0)} Mbit/s`)
      return rate
    }
    const bare = async () => {
      const { rate } = await measure(profile.gateway)
      say(`${way}, bare ${rate.toFixed(0)} Mbit/s`)
      return rate
    }
    const figures = await alternate(runs, { ours: () => through(ours), theirs: () => through(theirs), bare })
    return {
      tunnels: {
        what: `Throughput by ${way}`,
        baseline: 'by hand',
        unit: 'Mbit/s',
        goal: { atLeast: 0.95 },
        ours: figures.ours,
        theirs: figures.theirs,
      },
      bare: figures.bare,
    }
  })

/** Says what share of its path each end of the comparison gets. */
export function overBare({ tunnels: { ours, theirs, unit }, bare }: Throughput): string {
  const [a, b, path] = [spread(ours), spread(theirs), spread(bare)]
  const share = ({ median }: { median: number }) => (median / path.median).toFixed(2)
  return `    of the bare path's ${words(path, unit)}: ours ${share(a)}, by hand ${share(b)}`
}
