/**
 * Attempts to get packets for home out of the laptop by the cafe: by its person in every way out, by a container on it, by who is
 * behind it; by the routes as they are, and while another program has rules of its own. Which packets reach the cafe, its capture tells.
 */
import { contains, familyOf, isDefault, network, overlaps } from '../../../helper/core/ip.ts'
import { hostNamed } from '../../lab/networks/lay-out.ts'
import { home as places, web } from '../../lab/networks/places.ts'
import type { WrittenProfile } from '../../lab/profile.ts'
import { openSender, type Sender } from '../../lab/sending/open-sender.ts'
import type { Report, SendOrder } from '../../lab/sending/sender.ts'
import { waysOut } from '../../lab/sending/ways-out.ts'
import type { World } from '../../lab/world.ts'
import type { Scene, Senders } from './story.ts'

/** Each sender has a first port of its own: a packet's port says who sent it and how. */
export const firstPort = { laptop: 9000, container: 9100, guest: 9200 } as const
export type Attempter = keyof typeof firstPort

/** "laptop: IPv4, UDP by PKTINFO", of a packet to this port; undefined where it is none of theirs. */
export function wayOf(port: number): string | undefined {
  for (const [who, first] of Object.entries(firstPort)) {
    const way = waysOut[port - first]
    if (way) return `${who}: ${way.name}`
  }
  return undefined
}

const hostOf = (prefix: string) => prefix.slice(0, prefix.lastIndexOf('/'))

/** Networks that the layers reach besides home, without what the cafe uses itself. */
function remoteNetworks({ layer }: WrittenProfile, lan: string): readonly string[] {
  const networks = layer.flatMap((one) => {
    if (one.kind === 'ike' || one.kind === 'esp') return one['remote-networks'] ?? []
    return one.kind === 'tinc' ? one.hosts.flatMap(({ subnets = [] }) => subnets) : []
  })
  return networks.filter((one) => !isDefault(one) && !overlaps(one, lan))
}

export const lanOf = ({ world }: Pick<Scene, 'world'>) => network(`${world.lan.router}/24`)

/** Lists what must never leave: home's prefixes, and what the layers reach besides. */
export const guardedNetworks = (scene: Pick<Scene, 'world' | 'profile'>): readonly string[] => {
  const { prefixes } = scene.profile.home
  const remote = remoteNetworks(scene.profile, lanOf(scene))
  return [...prefixes, ...remote.filter((one) => !prefixes.some((prefix) => contains(prefix, one)))]
}

/** Returns a destination in each guarded network: a host that is known there, else the first address. */
export function targetsOf(scene: Pick<Scene, 'world' | 'profile'>): readonly string[] {
  const known = [...(scene.profile.home.hosts ?? []), places.tunnel.gateway.v4]
  return guardedNetworks(scene).flatMap((prefix) => {
    const there = known.filter((host) => contains(prefix, host))
    return there.length > 0 ? there : [hostOf(prefix)]
  })
}

/** Says what each sender sends. */
export function ordersFor(scene: Pick<Scene, 'world' | 'profile'>): ReadonlyMap<Attempter, SendOrder> {
  const to = targetsOf(scene)
  const four = to.filter((address) => familyOf(address) === 4)
  const orders = new Map<Attempter, SendOrder>([
    ['laptop', { device: 'wlan0', port: firstPort.laptop, to }],
    ['container', { device: 'eth0', port: firstPort.container, to: four }],
  ])
  // Who is behind the laptop may reach home by it, and nothing else.
  const six = to.filter((address) => familyOf(address) === 6)
  if (scene.world.behind) orders.set('guest', { device: 'eth0', port: firstPort.guest, to: [...six, web.v6] })
  return orders
}

type Where = Pick<Scene, 'world' | 'profile' | 'senders'>

const senderOf = ({ senders }: Where, who: Attempter): Sender => {
  const sender = senders[who]
  if (!sender) throw new Error(`nobody sends as ${who}`)
  return sender
}

export async function openSenders({ laptop, hosts, behind }: World): Promise<Senders> {
  const [own, container, guest] = await Promise.all([
    openSender(laptop.user),
    openSender(hostNamed(hosts, 'container').user),
    behind ? openSender(hostNamed(hosts, 'guest').user) : undefined,
  ])
  return { laptop: own, container, guest }
}

/** Sends once from everybody, in every way out. */
export async function attemptAll(scene: Where): Promise<ReadonlyMap<Attempter, Report>> {
  const orders = [...ordersFor(scene)]
  const reports = await Promise.all(orders.map(([who, order]) => senderOf(scene, who).once(order)))
  return new Map(orders.map(([who], n) => [who, reports[n] ?? {}]))
}

/** A default route by the cafe, for whatever looks into this table. No story has another one of this number. */
const foreignTable = 5200
/** Below all that programs are given without asking for it, and near where Tailscale has its own (5270). */
const foreignPriorities = [100, 5271]

const foreignLines = (verb: 'add' | 'del') => [
  `route ${verb} default dev wlan0 table ${foreignTable}`,
  ...foreignPriorities.map((priority) => `rule ${verb} pref ${priority} lookup ${foreignTable}`),
]

/** While `act` runs, another program's rules lead everything into the cafe. */
export async function withForeignRules<T>({ world }: Pick<Scene, 'world'>, act: () => Promise<T>): Promise<T> {
  const batch = (verb: 'add' | 'del') => {
    const lines = foreignLines(verb).join('\n')
    // Without the link there is no such route, and nothing leaves by it.
    return ['sh', '-c', `for f in 4 6; do ip -$f -force -batch - <<end\n${lines}\nend\ndone; true`]
  }
  await world.laptop.run(batch('add'))
  try {
    return await act()
  } finally {
    await world.laptop.run(batch('del'))
  }
}

/** Tries all ways out, once as things are and once with another program's rules. */
export async function tryToLeak(scene: Where): Promise<void> {
  await attemptAll(scene)
  await withForeignRules(scene, () => attemptAll(scene))
}

/** Runs `act` while everybody sends one packet a millisecond. Returns what each has sent. */
export async function whileSending(scene: Where, act: () => Promise<void>): Promise<ReadonlyMap<Attempter, Report>> {
  const orders = [...ordersFor(scene)]
  await Promise.all(orders.map(([who, order]) => senderOf(scene, who).stream({ ...order, everyMs: 1 })))
  let reports: readonly Report[] = []
  try {
    await act()
  } finally {
    reports = await Promise.all(orders.map(([who]) => senderOf(scene, who).stop()))
  }
  return new Map(orders.map(([who], n) => [who, reports[n] ?? {}]))
}
