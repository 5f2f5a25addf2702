/** Networks as data: hosts with their interfaces, links between them. No commands: `lay-out.ts` turns a plan into them. */

export interface HostPlan {
  /** Folders of the machine that it has its own of; /etc where absent. */
  readonly own?: readonly string[]
  /** By interface, with prefix length. */
  readonly addresses?: Readonly<Record<string, readonly string[]>>
  /** As `ip route add` takes them. */
  readonly routes?: readonly string[]
  /** Bridge -> the link ends that are its ports. */
  readonly bridges?: Readonly<Record<string, readonly string[]>>
  /** Whether it is a router: of both families, or of IPv4 alone. */
  readonly forwards?: boolean | 'v4'
  /** A whole ruleset, as `nft -f` takes it. */
  readonly nft?: string
}

/** One end of a link: "laptop:wlan0". */
export type LinkEnd = `${string}:${string}`

export interface LinkPlan {
  readonly ends: readonly [LinkEnd, LinkEnd]
}

export interface NetworkPlan {
  readonly hosts: Readonly<Record<string, HostPlan>>
  readonly links: readonly LinkPlan[]
}

/** Plans side by side; a host that stands in several has what any of them gives it. */
export function joined(...plans: readonly NetworkPlan[]): NetworkPlan {
  const hosts: Record<string, HostPlan> = {}
  for (const plan of plans)
    for (const [name, host] of Object.entries(plan.hosts)) {
      const known = hosts[name] ?? {}
      hosts[name] = {
        own: [...new Set([...(known.own ?? ['etc']), ...(host.own ?? [])])],
        addresses: { ...known.addresses, ...host.addresses },
        routes: [...(known.routes ?? []), ...(host.routes ?? [])],
        bridges: { ...known.bridges, ...host.bridges },
        forwards: ([true, 'v4'] as const).find((one) => one === known.forwards || one === host.forwards) ?? false,
        nft: [known.nft, host.nft].filter(Boolean).join('\n'),
      }
    }
  return { hosts, links: plans.flatMap((plan) => plan.links) }
}
