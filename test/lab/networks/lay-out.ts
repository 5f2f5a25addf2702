/** Makes a plan real: hosts, links between them, addresses, routes, rules. */
import { createHost, type Host } from '../hosts/host.ts'
import type { Shell } from '../machine/process.ts'
import type { HostPlan, LinkEnd, LinkPlan, NetworkPlan } from './plan.ts'

export type Hosts = Readonly<Record<string, Host>>

export async function layOut(machine: Shell, plan: NetworkPlan): Promise<Hosts> {
  const names = Object.keys(plan.hosts)
  const made = await Promise.allSettled(names.map((name) => createHost(machine, name, plan.hosts[name]?.own)))
  const hosts: Record<string, Host> = {}
  for (const result of made) if (result.status === 'fulfilled') hosts[result.value.name] = result.value
  try {
    for (const result of made) if (result.status === 'rejected') throw result.reason
    // A namespace of its own: `ip link add NAME netns N` fails where the caller's namespace has that NAME.
    await batch(
      prefixedShell(machine, ['unshare', '--net']),
      plan.links.map((link) => linkLine(link, hosts)),
    )
    await Promise.all(names.map((name) => configure(hostNamed(hosts, name), plan.hosts[name] ?? {}, plan.links)))
    return hosts
  } catch (error) {
    await Promise.all(Object.values(hosts).map((host) => host.close()))
    throw error
  }
}

export function hostNamed(hosts: Hosts, name: string): Host {
  const host = hosts[name]
  if (!host) throw new Error(`this world has no host ${name}: it has ${Object.keys(hosts).join(', ')}`)
  return host
}

function split(end: LinkEnd): [host: string, device: string] {
  const [host = '', device = ''] = end.split(':')
  return [host, device]
}

function linkLine({ ends }: LinkPlan, hosts: Hosts): string {
  const [near, far] = ends.map((end) => {
    const [host, device] = split(end)
    return `name ${device} netns ${hostNamed(hosts, host).pid}`
  })
  return `link add ${near} type veth peer ${far}`
}

async function configure(host: Host, plan: HostPlan, links: readonly LinkPlan[]): Promise<void> {
  const routers = ['net.ipv4.ip_forward=1', ...(plan.forwards === true ? ['net.ipv6.conf.all.forwarding=1'] : [])]
  if (plan.forwards) await host.run(['sysctl', '-qw', ...routers])
  const mine = links.flatMap(({ ends }) => ends.map(split)).filter(([name]) => name === host.name)
  await batch(host, [
    ...Object.entries(plan.bridges ?? {}).flatMap(([bridge, ports]) => [
      `link add name ${bridge} type bridge forward_delay 0`,
      ...ports.map((port) => `link set dev ${port} master ${bridge}`),
      `link set dev ${bridge} up`,
    ]),
    ...mine.map(([, device]) => `link set dev ${device} up`),
    ...Object.entries(plan.addresses ?? {}).flatMap(([device, addresses]) =>
      addresses.map((address) => `address add ${address} dev ${device}`),
    ),
    ...(plan.routes ?? []).map((route) => `route add ${route}`),
  ])
  if (plan.nft) await host.run(['nft', '-f', '-'], { input: plan.nft })
}

async function batch(shell: Pick<Shell, 'run'>, lines: readonly string[]): Promise<void> {
  if (lines.length > 0) await shell.run(['ip', '-batch', '-'], { input: `${lines.join('\n')}\n` })
}

function prefixedShell(shell: Shell, prefix: readonly string[]): Pick<Shell, 'run'> {
  return { run: (argv, options) => shell.run([...prefix, ...argv], options) }
}
