/** All of a host's state that a network program could leave something in, as text that two moments can be compared by. */
import type { Host } from '../../lab/hosts/host.ts'
import type { SystemRecord } from './story.ts'

/** Of what is large and the machine's own, what was changed in this host (its overlays, see host.ts). */
const placesOfFiles = '/run /tmp /mnt/etc/changes /mnt/var/changes /mnt/home/changes /mnt/root/changes'

/** Section -> command. What passes by itself is cut off: counters, remaining lifetimes, the observer. */
const sections: Readonly<Record<string, string>> = {
  links: "ip -o -d link show | sed 's/^[0-9]*: //'",
  addresses: "ip -o address show | sed -E 's/^[0-9]+: //; s/(valid|preferred)_lft [0-9a-z]+//g'",
  'IPv4 routes': 'ip -4 route show table all',
  'IPv6 routes': "ip -6 route show table all | sed -E 's/ expires [0-9]+sec//'",
  'IPv4 rules': 'ip -4 rule show',
  'IPv6 rules': 'ip -6 rule show',
  'xfrm states': 'ip xfrm state show',
  'xfrm policies': 'ip xfrm policy show',
  nftables: 'nft list ruleset',
  'queueing disciplines': 'tc qdisc show',
  sysctls: 'grep -rs . /proc/sys/net | grep -v -e conntrack_count -e /nf_log/ -e stable_secret',
  mounted: "cut -d' ' -f1-4 /proc/1/mounts",
  processes:
    "ps -eo user=,args= | grep -v -e '^root  *ps ' -e '^root  *sh -c' -e '^root  *sleep' -e '^root  *grep' -e '^root  *socat' -e '^root  *tcpdump'",
  files: `find ${placesOfFiles} -xdev -printf '%p %y %m %u %g %l\\n'`,
  contents: `find ${placesOfFiles} -xdev -type f -print0 | xargs -0 sha256sum`,
}

/** Devices that a kernel module brings into every namespace when it is loaded (ip_gre, ip6_tunnel, sit …). */
const fallbackDevices = /\b(gre0|gretap0|erspan0|ip6gre0|ip6tnl0|sit0|tunl0|ip_vti0|ip6_vti0)\b/

/** @param omitted sections that take long and are looked at elsewhere */
export async function recordSystem(host: Host, omitted: readonly string[] = []): Promise<SystemRecord> {
  const script = Object.entries(sections)
    .filter(([name]) => !omitted.includes(name))
    .map(([name, command]) => `echo '### ${name}'; ${command}`)
  const { stdout } = await host.run(['sh', '-c', script.join('\n')], { timeoutMs: 60_000 })
  const record = new Map<string, readonly string[]>()
  for (const section of stdout.split(/^### /m).slice(1)) {
    const [name = '', ...lines] = section.split('\n')
    record.set(name, lines.filter((line) => line.trim() !== '' && !fallbackDevices.test(line)).sort())
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

/** Lines that `these` has more often than `those`. */
function surplus(these: readonly string[], those: readonly string[]): string[] {
  const left = [...those]
  return these.filter((line) => {
    const at = left.indexOf(line)
    if (at < 0) return true
    left.splice(at, 1)
    return false
  })
}
