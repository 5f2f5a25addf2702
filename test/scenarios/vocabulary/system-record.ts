/** All of a host's state that a network program could leave something in, as text that two moments can be compared by. */
import type { Host } from '../../lab/hosts/host.ts'
import type { SystemRecord } from './story.ts'

/** Of what is large and the machine's own, what was changed in this host (its overlays, see host.ts). */
const placesOfFiles = '/run /tmp /mnt/etc/changes /mnt/var/changes /mnt/home/changes /mnt/root/changes'

/** Devices that a kernel module brings into every namespace when it is loaded (ip_gre, ip6_tunnel, sit …). */
const fallbackDevices = 'gre0 gretap0 erspan0 ip6gre0 ip6tnl0 sit0 tunl0 ip_vti0 ip6_vti0'.split(' ')
const ofFallbackDevices = new RegExp(`\\b(${fallbackDevices.join('|')})\\b`)
/** Most of the files there are theirs. */
const settings = `grep -rs ${fallbackDevices.map((name) => `--exclude-dir=${name}`).join(' ')} . /proc/sys/net`

interface Section {
  readonly command: string
  /** Cuts out of each line what passes by itself, such as counters and remaining lifetimes. */
  readonly passing?: RegExp
  /** Tells lines that are nobody's residue. */
  readonly ignored?: RegExp
}

const sections: Readonly<Record<string, Section>> = {
  // A bridge shows its timers and what it has learned, which pass by themselves.
  links: { command: 'ip -o -d link show', passing: /^\d+: |\w+_timer +\S+|fdb_n_learned \d+/g },
  addresses: { command: 'ip -o address show', passing: /^\d+: |(valid|preferred)_lft \w+/g },
  'IPv4 routes': { command: 'ip -4 route show table all' },
  'IPv6 routes': { command: 'ip -6 route show table all', passing: / expires -?\d+sec/ },
  'IPv4 rules': { command: 'ip -4 rule show' },
  'IPv6 rules': { command: 'ip -6 rule show' },
  'xfrm states': { command: 'ip xfrm state show' },
  'xfrm policies': { command: 'ip xfrm policy show' },
  nftables: { command: 'nft list ruleset' },
  'queueing disciplines': { command: 'tc qdisc show' },
  sysctls: { command: settings, ignored: /conntrack_count|\/nf_log\/|stable_secret/ },
  mounted: { command: "cut -d' ' -f1-4 /proc/1/mounts" },
  // The host's first process, and those by which we look and ask.
  processes: {
    command: 'ps -eo user=,args=',
    ignored:
      /^root +(sh -c|sh -e|sleep infinity|ps |socat |tcpdump )|^\S+ +socat -t \d+ STDIO UNIX-CONNECT|^\S+ +\S*node .*\/sending\/sender\.ts/,
  },
  files: { command: `find ${placesOfFiles} -xdev -printf '%p %y %m %u %g %l\\n'` },
  contents: { command: `find ${placesOfFiles} -xdev -type f -print0 | xargs -0 sha256sum` },
}

/** @param omitted sections that take long and are looked at elsewhere */
export async function recordSystem(host: Host, omitted: readonly string[] = []): Promise<SystemRecord> {
  const script = Object.entries(sections)
    .filter(([name]) => !omitted.includes(name))
    .map(([name, { command }]) => `echo '### ${name}'; ${command}`)
  const { stdout } = await host.run(['sh', '-c', script.join('\n')], { timeoutMs: 60_000 })
  const record = new Map<string, readonly string[]>()
  for (const text of stdout.split(/^### /m).slice(1)) {
    const [name = '', ...lines] = text.split('\n')
    const { passing = /$^/, ignored } = sections[name] ?? {}
    const kept = lines.filter((line) => line.trim() !== '' && !ofFallbackDevices.test(line) && !ignored?.test(line))
    record.set(name, kept.map((line) => line.replace(passing, '')).sort())
  }
  return record
}

/** What is in one and not in the other, of what was looked at afterwards, a line each: "+ IPv6 rules: 6000: from all lookup 6006". */
export function differences(before: SystemRecord, after: SystemRecord): string[] {
  return [...after.keys()].flatMap((name) => [
    ...surplus(after.get(name) ?? [], before.get(name) ?? []).map((line) => `+ ${name}: ${line}`),
    ...surplus(before.get(name) ?? [], after.get(name) ?? []).map((line) => `- ${name}: ${line}`),
  ])
}

/** Returns the lines that `these` has more often than `those`. */
function surplus(these: readonly string[], those: readonly string[]): string[] {
  const left = [...those]
  return these.filter((line) => {
    const at = left.indexOf(line)
    if (at < 0) return true
    left.splice(at, 1)
    return false
  })
}
