/**
 * Random sequences of what people, networks and machines do to a laptop with a real helper. Each ends with a network that works and
 * home wanted: it is reached, and left without a trace. What happens is drawn from a seed, so that a failure can be told again:
 * ROAM6_SEED.
 */
import { hostNamed } from '../../lab/networks/lay-out.ts'
import { networkIsBack, nothingBuilt, slow } from './leaves-no-trace.ts'
import { nothingInClear } from './nothing-in-clear.ts'
import { becomes, eventually } from './steps.ts'
import type { Scene, Watch } from './story.ts'

/** mulberry32: small, and the same everywhere. */
function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const onLaptop = (command: string) => (scene: Scene) => scene.world.laptop.attempt(['sh', '-c', command])
const inCafe = (command: string) => (scene: Scene) =>
  hostNamed(scene.world.hosts, 'cafe').attempt(['sh', '-c', command])

/** Nobody waits for the answer of this command: the next event comes in the middle of it. */
const says =
  (...words: readonly string[]) =>
  (scene: Scene) => {
    void scene.laptop.cli(words).catch(() => undefined)
    return Promise.resolve()
  }

const daemons = "'charon-systemd|openvpn|tincd'"

/** Commands, network events, and ends of programs. */
const events: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  async up(scene) {
    await scene.laptop.cli(['up', scene.profile.name])
    scene.guarded = true
  },
  async down(scene) {
    scene.guarded = false
    await says('down')(scene)
  },
  async 'down and up'(scene) {
    // Between the two home is wanted by nobody.
    scene.guarded = false
    await scene.laptop.cli(['down'])
    await scene.laptop.cli(['up', scene.profile.name])
    scene.guarded = true
  },
  'cable out': inCafe('ip link set dev port1 down'),
  'cable in': inCafe('ip link set dev port1 up'),
  'router dead': inCafe('ip link set dev lan0 down'),
  'router alive': inCafe('ip link set dev lan0 up'),
  'no route': onLaptop('ip route del default'),
  'link down and up': onLaptop(
    'ip link set wlan0 down; sleep 0.2; ip link set wlan0 up; ip route replace default via 192.168.0.1',
  ),
  'another address': onLaptop(
    'ip address add 192.168.0.77/24 dev wlan0; sleep 0.3; ip address del 192.168.0.77/24 dev wlan0',
  ),
  'rules flushed': onLaptop(
    'for f in 4 6; do ip -$f rule | sed -n "s/^\\(6[0-9][0-9][0-9]\\):.*/\\1/p" | while read p; do ip -$f rule del pref $p; done; done',
  ),
  'nftables flushed': onLaptop('for t in roam6 roam6-guard; do nft delete table inet $t; done'),
  'IPv6 off and on': onLaptop(
    'sysctl -qw net.ipv6.conf.all.disable_ipv6=1; sleep 0.3; sysctl -qw net.ipv6.conf.all.disable_ipv6=0',
  ),
  'tunnel links deleted': onLaptop('for d in roam6 roam6x roam6t; do ip link del $d 2>/dev/null; done; true'),
  'associations flushed': onLaptop('ip xfrm state flush; ip xfrm policy flush'),
  // Each packet for home makes the kernel ask for an association that nobody negotiates. Where nobody wants home, it would leave.
  async 'associations flushed, policies kept'(scene) {
    const asks = scene.guarded ? 'ping -6 -i 0.02 -w 2 2a00::102 & sleep 0.1; ' : ''
    await onLaptop(`${asks}ip xfrm state flush; wait; true`)(scene)
  },
  'the daemon halted for a moment': onLaptop(`pkill -STOP ${daemons}; sleep 0.7; pkill -CONT ${daemons}`),
  'SIGKILL to the daemon': onLaptop(`pkill -KILL ${daemons}`),
  'SIGTERM to the daemon': onLaptop(`pkill -TERM ${daemons}`),
  async 'SIGKILL to the helper'({ laptop }) {
    await laptop.killHelper()
    await laptop.startHelper()
  },
  async 'SIGTERM to the helper'({ laptop }) {
    await laptop.stopHelper()
    await laptop.startHelper()
  },
}

/** Mends everything that an event may have broken. */
const mended = [
  inCafe('ip link set dev port1 up; ip link set dev lan0 up'),
  onLaptop(
    'ip link set wlan0 up; ip address replace 192.168.0.2/24 dev wlan0; ip route replace default via 192.168.0.1',
  ),
]

/** Several times as long as a router advertisement takes to come, on a loaded machine. */
const advertisedSeconds = 30

/** On a network that works, from the wish on, under emulation beside two other worlds. */
const connectSeconds = 60

export interface Told {
  readonly events: readonly string[]
  /** From the wish to leave to the answer, as the command line sees it. */
  readonly downMs: number
  readonly connectMs: number
}

export async function tellSequence(scene: Scene, seed: number): Promise<Told> {
  const draw = random(seed)
  const names = Object.keys(events)
  const told: string[] = []
  const watch: Watch = await nothingInClear.begin(scene)
  try {
    const length = 3 + Math.floor(draw() * 6)
    for (let n = 0; n < length; n++) {
      const drawn = names[Math.floor(draw() * names.length)] ?? 'up'
      // Mostly home is wanted while things happen.
      const name = n === 0 && draw() < 0.8 ? 'up' : drawn
      const pauseMs = Math.floor(draw() ** 2 * 1_500)
      told.push(name)
      await events[name]?.(scene)
      await new Promise((later) => setTimeout(later, pauseMs))
      await watch.check()
    }
    for (const mend of mended) await mend(scene)
    await eventually(advertisedSeconds, () => networkIsBack(scene))
    const began = performance.now()
    await scene.laptop.cli(['up', scene.profile.name])
    scene.guarded = true
    await becomes('connected', { within: connectSeconds }).perform(scene)
    const connectMs = performance.now() - began
    await watch.check()
    scene.guarded = false
    const left = performance.now()
    const { code, stdout, stderr } = await scene.laptop.cli(['down'])
    const downMs = performance.now() - left
    if (code !== 0) throw new Error(`roam6 down ended with ${code}: ${stdout}${stderr}`)
    await nothingBuilt(scene, slow)
    return { events: told, downMs, connectMs }
  } catch (error) {
    throw new Error(`ROAM6_SEED=${seed}: ${told.join(', ')}: ${(error as Error).message}`)
  }
}
