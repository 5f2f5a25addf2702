/** A world: seed 001's hosts and networks, laid out and running, with the laptop in a cafe and a gateway at home. */
import type { Authority, Issued, KeyKind, Registry } from './certificates/authority.ts'
import { type Credentials, credentialsFor, gatewayId, laptopId } from './certificates/credentials.ts'
import {
  answerGre,
  type Gateway,
  type GatewaySettings,
  type GreWords,
  type IkeGatewayKind,
} from './gateways/gateway.ts'
import { startOpenIked } from './gateways/openiked.ts'
import { type PrintedGateway, startPrinted } from './gateways/printed.ts'
import { startStrongSwan } from './gateways/strongswan.ts'
import type { Host } from './hosts/host.ts'
import type { Shell } from './machine/process.ts'
import { type BehindPlace, behindNetwork } from './networks/behind.ts'
import {
  blockPorts,
  type CafeLan,
  type CafeOptions,
  cafeNetwork,
  lanOf,
  routerAdvertisements,
} from './networks/cafe.ts'
import { dockerNetwork } from './networks/docker.ts'
import { homeNetwork, type PathOptions, provider, shapePath } from './networks/internet.ts'
import { type Hosts, hostNamed, layOut } from './networks/lay-out.ts'
import { home, web } from './networks/places.ts'
import { joined } from './networks/plan.ts'
import { seed001Profile, type WrittenProfile, withBehind } from './profile.ts'
import type { Inside } from './ways/way.ts'
import { type OtherWay, otherWays } from './ways/ways.ts'

export interface WorldPlan {
  readonly cafe?: CafeOptions
  readonly path?: PathOptions
  readonly gateway?: GatewayPlan
  /** This network is behind the laptop; nobody is where it is absent. */
  readonly behind?: BehindPlace
}

export interface GatewayPlan {
  /** The world takes this way home instead of seed 001's. */
  readonly way?: OtherWay
  readonly kind?: IkeGatewayKind
  readonly keys?: KeyKind
  /** Instead of what suits seed 001. */
  readonly settings?: Partial<GatewaySettings>
  /** The gateway gets this certificate where it is to be a bad one. */
  readonly certificate?: (authority: Authority, registry: Registry) => Promise<Issued>
  /** What seed 001's GRE carries besides; null: its far end is not there. */
  readonly gre?: GreWords | null
  /** Instead of the lab's own gateways, one of `roam6 gateway`'s text. All of them can be on the same ground. */
  readonly printed?: PrintedGateway
}

export interface World {
  readonly hosts: Hosts
  readonly laptop: Host
  readonly gateway: Gateway
  /** The laptop is on this network now. */
  readonly lan: CafeLan
  readonly credentials: Credentials
  readonly inside: Inside
  readonly behind: BehindPlace | undefined
  /** Returns the profile of a laptop that takes this world's way home. */
  profile(): WrittenProfile
  /** Another world on the same ground: its gateway starts anew, and networks forget what they were told. */
  renew(plan: WorldPlan): Promise<void>
  close(): Promise<void>
}

/** What of a plan cannot be changed once it is laid out: two worlds of the same ground can be one after the other. */
export function groundOf({ cafe, gateway, behind }: WorldPlan): string {
  const { blockedUdpPorts: _, ...lan } = cafe ?? {}
  const { way, kind, gre } = gateway ?? {}
  return JSON.stringify({ lan, way, kind, gre, behind })
}

/** Of seed 001. */
const greInside: Inside = { device: 'gre1', laptop: home.tunnel.laptop.v6, beyond: web.v6 }

const starters: Record<IkeGatewayKind, (host: Host, settings: GatewaySettings) => Promise<Gateway>> = {
  strongswan: startStrongSwan,
  openiked: startOpenIked,
}

export async function buildWorld(machine: Shell, plan: WorldPlan = {}): Promise<World> {
  const { kind = 'strongswan', gre = '', way } = plan.gateway ?? {}
  const other = way === undefined ? undefined : otherWays[way]
  const opened = other?.open()
  const cafe = { ...(other && 'cafe' in other ? other.cafe : {}), ...plan.cafe }
  const { behind } = plan
  const lan = lanOf(cafe)
  const closers: (() => Promise<void>)[] = []
  const close = async () => {
    for (const step of closers.splice(0).reverse()) await step()
  }
  const startGateway = async (hosts: Hosts, { settings, printed, ...certificates }: GatewayPlan = {}) => {
    const credentials = await credentialsFor(certificates)
    if (printed) {
      const { gateway, profile } = await startPrinted(printed, hosts, credentials)
      return { gateway, credentials, profile: () => profile }
    }
    const told = { ...seed001Settings(credentials), ...settings }
    const gateway = opened
      ? await opened.start(hostNamed(hosts, 'gateway'), credentials, hosts)
      : await starters[kind](hostNamed(hosts, 'gateway'), told)
    const alone = () => opened?.profile(credentials) ?? seed001Profile(credentials, told)
    const profile = () => (behind ? withBehind(alone(), behind) : alone())
    return { gateway, credentials, profile }
  }
  try {
    const hosts = await layOut(
      machine,
      joined(homeNetwork(), provider(), cafeNetwork(cafe), dockerNetwork, ...(behind ? [behindNetwork(behind)] : [])),
    )
    closers.push(async () => {
      await Promise.all(Object.values(hosts).map((host) => host.close()))
    })
    const laptop = hostNamed(hosts, 'laptop')
    let [daemon] = await Promise.all([
      startGateway(hosts, plan.gateway),
      gre !== null && !opened ? answerGre(hostNamed(hosts, 'gateway'), gre) : undefined,
      startCafe(hostNamed(hosts, 'cafe')).then(() => joinsCafe(laptop, lan)),
      blockPorts(hostNamed(hosts, 'cafe'), plan.cafe),
      shapePath(hosts, plan.path),
    ])
    return {
      hosts,
      laptop,
      lan,
      behind,
      inside: other?.inside ?? greInside,
      close,
      get gateway() {
        return daemon.gateway
      },
      get credentials() {
        return daemon.credentials
      },
      profile: () => daemon.profile(),
      async renew({ cafe, path, gateway }) {
        await daemon.gateway.stop()
        ;[daemon] = await Promise.all([
          startGateway(hosts, gateway),
          blockPorts(hostNamed(hosts, 'cafe'), cafe),
          shapePath(hosts, path),
        ])
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** These settings suit the article's laptop. */
const seed001Settings = ({ gateway, authority }: Credentials): GatewaySettings => ({
  own: gateway,
  authority: authority.certificate,
  laptop: { by: 'pubkey' },
  id: gatewayId,
  laptopId,
  virtualAddress: `${home.tunnel.laptop.v4}/32`,
  networks: [home.tunnel.network],
})

/** What the cafe offers: IPv6 that leads nowhere, and the one name that the world's DNS knows. */
async function startCafe(host: Host): Promise<void> {
  await host.writeFiles([{ path: '/etc/radvd.conf', content: routerAdvertisements }])
  host.start(['radvd', '--nodaemon', '--logmethod', 'stderr', '--pidfile', '/run/radvd.pid'])
  const { name, v4 } = home.gateway
  host.start([
    'dnsmasq',
    '--keep-in-foreground',
    '--conf-file=/dev/null',
    '--no-resolv',
    '--no-hosts',
    '--user=root',
    `--host-record=${name},${v4}`,
    '--local=/#/',
    '--pid-file=/run/dnsmasq.pid',
  ])
}

/** What DHCP would tell it; and its address by router advertisement: from then on it stays as it is. */
async function joinsCafe(laptop: Host, { router }: CafeLan): Promise<void> {
  await laptop.writeFiles([{ path: '/etc/resolv.conf', content: `nameserver ${router}` }])
  const look = 'until ip -6 address show dev wlan0 dynamic | grep -q inet6; do sleep 0.1; done'
  await laptop.run(['sh', '-c', look], { timeoutMs: 30_000 })
}
