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

/** Makes the stranger a false far end of GRE. Returns how many of its echo requests the laptop took when it sends three. */
export async function impersonateGateway({
  world,
  profile,
}: Pick<Scene, 'world' | 'profile'>): Promise<() => Promise<number>> {
  const stranger = hostNamed(world.hosts, 'stranger')
  const inner = home.tunnel.laptop.v6
  const { laptop, gateway, way } = greEnds({ world, profile })
  const type = familyOf(laptop) === 4 ? 'gre ttl 255' : 'ip6gre encaplimit none'
  const lines = [
    `address replace ${hostPrefix(gateway)} dev lo`,
    `route replace ${hostPrefix(laptop)} ${way}`,
    `link add name false1 type ${type} local ${gateway} remote ${laptop}`,
    'link set dev false1 up',
    `address replace ${disguise}/128 dev false1`,
    `route replace ${inner}/128 dev false1`,
  ]
  // A story before this one in the same world has left it.
  await stranger.attempt(['ip', 'link', 'delete', 'dev', 'false1'])
  await stranger.run(['ip', '-batch', '-'], { input: `${lines.join('\n')}\n` })
  // Reverse-path filtering would hide that nothing else refuses: not every laptop has it.
  await world.laptop.run(['sysctl', '-qw', 'net.ipv4.conf.all.rp_filter=0', 'net.ipv4.conf.wlan0.rp_filter=0'])
  return async () => {
    const before = await echoRequestsTaken(world.laptop)
    await stranger.attempt(['ping', '-n', '-c', '3', '-i', '0.2', '-W', '0.3', '-I', 'false1', inner])
    return (await echoRequestsTaken(world.laptop)) - before
  }
}

/** The stranger sends to the laptop's inner addresses by the LAN. Returns how many echo requests the laptop took. */
export async function knockInClear({ world, profile }: Pick<Scene, 'world' | 'profile'>): Promise<number> {
  const stranger = hostNamed(world.hosts, 'stranger')
  const { stdout } = await world.laptop.run(['ip', '-j', '-6', 'address', 'show', 'dev', 'wlan0', 'scope', 'link'])
  // `ip` prints empty objects for what a filter leaves out.
  const links = JSON.parse(stdout) as { addr_info?: { local?: string }[] }[]
  const [underlay] = links.flatMap(({ addr_info = [] }) => addr_info.flatMap(({ local }) => local ?? []))
  // Without a link there is nobody to send to it.
  if (underlay === undefined) return 0
  const own = [...(profile.address ?? []), ...(profile.behind ? [profile.behind] : [])]
  const inner = own.map(({ address }) => address.split('/')[0] ?? '')
  const lines = inner.map((address) => `route add ${address}/128 via ${underlay} dev eth0 metric 512`)
  await stranger.run(['ip', '-6', '-batch', '-'], { input: `${lines.join('\n')}\n` })
  const before = await echoRequestsTaken(world.laptop)
  const ping = ['ping', '-n', '-c', '2', '-i', '0.2', '-W', '0.3', '-I', cafe.stranger.v6]
  await Promise.all(inner.map((address) => stranger.attempt([...ping, address])))
  const taken = (await echoRequestsTaken(world.laptop)) - before
  const away = inner.map((address) => `route del ${address}/128 dev eth0 metric 512`)
  await stranger.run(['ip', '-6', '-batch', '-'], { input: `${away.join('\n')}\n` })
  return taken
}

/** How many echo requests came as far as the laptop's own ICMPv6 (RFC 4293's counter), by whatever way. */
async function echoRequestsTaken(laptop: Scene['world']['laptop']): Promise<number> {
  return Number((await laptop.readFile('/proc/net/snmp6')).match(/^Icmp6InEchos\s+(\d+)/m)?.[1])
}

export const nothingEnters: Invariant = {
  says: 'nothing enters in clear',
  async begin(scene) {
    const send = await impersonateGateway(scene)
    return {
      async check() {
        // Side by side, with one counter for both: neither may be taken.
        const [gre, straight] = await Promise.all([send(), knockInClear(scene)])
        const taken = Math.max(gre, straight)
        if (taken > 0)
          throw new Error(`the laptop took ${taken} echo requests, as GRE in clear or straight from the LAN`)
      },
    }
  },
}
