/**
 * A stranger in the cafe who knows all addresses sends to the laptop's inner ones: as GRE in clear, and as it is, straight to
 * the laptop. Neither may reach them.
 */
import { familyOf, hostPrefix } from '../../../helper/core/ip.ts'
import { hostNamed } from '../../lab/networks/lay-out.ts'
import { cafe, home } from '../../lab/networks/places.ts'
import type { Invariant, Scene } from './story.ts'

/** An address of the tunnel's inner network that nobody else uses. */
const disguise = '2a00::1ee'

/** The two ends of GRE, and how to send to the laptop's: seed 001's are inside ESP, those of transport mode on the LAN. */
function greEnds({ world, profile }: Pick<Scene, 'world' | 'profile'>) {
  const gre = profile.layer.find(({ kind }) => kind === 'gre')
  return gre?.kind === 'gre' && gre.local !== 'virtual'
    ? { laptop: gre.local, gateway: gre.remote, way: 'dev eth0' }
    : { laptop: home.tunnel.laptop.v4, gateway: home.tunnel.gateway.v4, way: `via ${world.lan.laptop}` }
}

type Where = Pick<Scene, 'world' | 'profile'>

/** Makes the stranger a false far end of GRE. Returns how many of its echo requests the laptop took when it sends three. */
export async function impersonateGateway(scene: Where): Promise<() => Promise<number>> {
  const stranger = hostNamed(scene.world.hosts, 'stranger')
  const { laptop, gateway, way } = greEnds(scene)
  const type = familyOf(laptop) === 4 ? 'gre ttl 255' : 'ip6gre encaplimit none'
  const lines = [
    `address replace ${hostPrefix(gateway)} dev lo`,
    `route replace ${hostPrefix(laptop)} ${way}`,
    `link add name false1 type ${type} local ${gateway} remote ${laptop}`,
    'link set dev false1 up',
    `address replace ${disguise}/128 dev false1`,
    `route replace ${home.tunnel.laptop.v6}/128 dev false1`,
  ]
  // An earlier story in the same world may have left the link.
  await stranger.attempt(['ip', 'link', 'delete', 'dev', 'false1'])
  await stranger.run(['ip', '-batch', '-'], { input: `${lines.join('\n')}\n` })
  // Reverse-path filtering would hide that nothing else refuses: not every laptop has it.
  await scene.world.laptop.run(['sysctl', '-qw', 'net.ipv4.conf.all.rp_filter=0', 'net.ipv4.conf.wlan0.rp_filter=0'])
  return () => takenOf(scene, asGre)
}

/** The stranger sends to the laptop's inner addresses by the LAN. Returns how many echo requests the laptop took. */
export const knockInClear = (scene: Where): Promise<number> => takenOf(scene, (laptop) => straight(scene, laptop))

/** What the stranger does, for `sh`: lines for `ip -6 -batch` before and after, and who sends meanwhile. */
interface Knocks {
  readonly before: readonly string[]
  readonly pings: readonly string[]
  readonly after: readonly string[]
}

const asGre = (): Knocks => ({
  before: [],
  pings: [`ping -n -c 3 -i 0.2 -W 0.3 -I false1 ${home.tunnel.laptop.v6}`],
  after: [],
})

function straight({ profile }: Where, { linkLocal }: Laptop): Knocks {
  // Without a link there is nobody to send to it.
  if (linkLocal === undefined) return { before: [], pings: [], after: [] }
  const own = [...(profile.address ?? []), ...(profile.behind ? [profile.behind] : [])]
  const inner = own.map(({ address }) => address.split('/')[0] ?? '')
  return {
    before: inner.map((address) => `route add ${address}/128 via ${linkLocal} dev eth0 metric 512`),
    pings: inner.map((address) => `ping -n -c 2 -i 0.2 -W 0.3 -I ${cafe.stranger.v6} ${address}`),
    after: inner.map((address) => `route del ${address}/128 dev eth0 metric 512`),
  }
}

/** How many echo requests came meanwhile as far as the laptop's own ICMPv6 (RFC 4293's counter), by whatever way. */
async function takenOf({ world }: Where, ...ways: readonly ((laptop: Laptop) => Knocks)[]): Promise<number> {
  const before = await lookAt(world.laptop)
  const knocks = ways.map((way) => way(before))
  const batch = (lines: readonly string[]) => ['ip -6 -batch - <<end', ...lines, 'end']
  // One program that starts all others: entering a host takes as long as sending.
  const script = [
    ...batch(knocks.flatMap((knock) => knock.before)),
    ...knocks.flatMap(({ pings }) => pings).map((ping) => `${ping} >/dev/null 2>&1 &`),
    'wait',
    ...batch(knocks.flatMap((knock) => knock.after)),
  ]
  await hostNamed(world.hosts, 'stranger').run(['sh', '-e'], { input: `${script.join('\n')}\n` })
  return (await lookAt(world.laptop)).echoRequests - before.echoRequests
}

interface Laptop {
  readonly echoRequests: number
  /** Its own address on the LAN, where it has a link there. */
  readonly linkLocal: string | undefined
}

async function lookAt(laptop: Scene['world']['laptop']): Promise<Laptop> {
  const { stdout } = await laptop.run(['cat', '/proc/net/snmp6', '/proc/net/if_inet6'])
  const [, digits] = stdout.match(/^(fe80[\da-f]{28}) [\da-f ]* wlan0$/m) ?? []
  const [, counted] = stdout.match(/^Icmp6InEchos\s+(\d+)$/m) ?? []
  // Where the kernel has no such counter, nothing would ever count as taken.
  if (counted === undefined) throw new Error(`no Icmp6InEchos in\n${stdout}`)
  return {
    echoRequests: Number(counted),
    linkLocal: digits?.match(/.{4}/g)?.join(':'),
  }
}

export const nothingEnters: Invariant = {
  says: 'nothing enters in clear',
  async begin(scene) {
    await impersonateGateway(scene)
    return {
      async check() {
        // Side by side, with one counter for both: neither may be taken.
        const taken = await takenOf(scene, asGre, (laptop) => straight(scene, laptop))
        if (taken > 0)
          throw new Error(`the laptop took ${taken} echo requests, as GRE in clear or straight from the LAN`)
      },
    }
  },
}
