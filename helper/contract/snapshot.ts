/**
 * The snapshot: the one value that says all a client may see. The helper owns it, everyone else mirrors it.
 * A key is absent where it does not apply and null where it is not known yet. Times are RFC 3339. Lengths and
 * MTUs are bytes. Nothing in here is hoped for: each value was said by the kernel or by a daemon.
 */
import * as v from 'valibot'
import { Problem } from './problem.ts'

export const TunnelState = v.picklist(['off', 'connecting', 'connected', 'at-home', 'reconnecting', 'failed'])
export type TunnelState = v.InferOutput<typeof TunnelState>

/** The steps of a connect, in order. */
export const phaseNames = ['resolve', 'carrier', 'tunnel', 'addresses', 'path-mtu'] as const
export const PhaseName = v.picklist(phaseNames)
export type PhaseName = v.InferOutput<typeof PhaseName>

export const Phase = v.object({
  name: PhaseName,
  state: v.picklist(['waiting', 'active', 'done', 'failed']),
  /** What this phase found, in words: "tunnel.my.domain is 5.6.7.8". */
  found: v.optional(v.string()),
  durationMs: v.optional(v.number()),
})
export type Phase = v.InferOutput<typeof Phase>

export const Underlay = v.object({
  interface: v.string(),
  /** The name that the Wi-Fi network gives itself (SSID), fit to be shown; absent on a link without Wi-Fi. */
  network: v.optional(v.string()),
  /** With prefix length, as `ip` shows them: "192.168.0.2/24". */
  addresses: v.array(v.string()),
  /** Next hop of the route to the gateway (or the default route while off). */
  router: v.nullable(v.string()),
  /** Whether NAT lies between laptop and gateway, as IKE's NAT detection found; null until it was asked. */
  nat: v.nullable(v.boolean()),
  /** The link's own MTU. */
  mtu: v.number(),
})
export type Underlay = v.InferOutput<typeof Underlay>

export const Gateway = v.object({
  name: v.string(),
  address: v.nullable(v.string()),
  rttMs: v.nullable(v.number()),
})
export type Gateway = v.InferOutput<typeof Gateway>

const layerBase = {
  state: v.picklist(['down', 'starting', 'up', 'failed']),
  interface: v.nullable(v.string()),
  local: v.nullable(v.string()),
  remote: v.nullable(v.string()),
  bytesIn: v.nullable(v.number()),
  bytesOut: v.nullable(v.number()),
}
export const IkeLayerState = v.object({
  kind: v.literal('ike'),
  ...layerBase,
  remoteId: v.nullable(v.string()),
  /** "AES_GCM_16_256/PRF_HMAC_SHA2_256/CURVE_25519" */
  ikeAlgorithms: v.nullable(v.string()),
  /** "AES_GCM_16_256" or "AES_CBC_256/HMAC_SHA2_384_192" */
  espAlgorithms: v.nullable(v.string()),
  udpEncapsulation: v.nullable(v.boolean()),
  rekeyAt: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
})
export const GreLayerState = v.object({
  kind: v.literal('gre'),
  ...layerBase,
  key: v.nullable(v.number()),
  checksum: v.boolean(),
})
export const EspLayerState = v.object({
  kind: v.literal('esp'),
  ...layerBase,
  spiIn: v.number(),
  spiOut: v.number(),
  /** "AES_CBC/HMAC_MD5_96" */
  algorithms: v.string(),
  /** What nobody should rely on any more, in words: "MD5". */
  weaknesses: v.array(v.string()),
})
export const OpenVpnLayerState = v.object({
  kind: v.literal('openvpn'),
  ...layerBase,
  /** "AES-256-GCM"; null until it is negotiated. */
  cipher: v.nullable(v.string()),
  protocol: v.picklist(['udp', 'tcp']),
  tls: v.boolean(),
})
export const TincLayerState = v.object({
  kind: v.literal('tinc'),
  ...layerBase,
  /** Other nodes that can be reached now; `direct`: without the gateway between. */
  peers: v.array(v.object({ name: v.string(), direct: v.boolean() })),
})
export const Ip6ip6LayerState = v.object({
  kind: v.literal('ip6ip6'),
  ...layerBase,
  /** null: without the option. */
  encapsulationLimit: v.nullable(v.number()),
  hopLimit: v.number(),
})
export const LayerState = v.variant('kind', [
  IkeLayerState,
  EspLayerState,
  OpenVpnLayerState,
  TincLayerState,
  GreLayerState,
  Ip6ip6LayerState,
])
export type LayerState = v.InferOutput<typeof LayerState>

export const AddressState = v.object({
  address: v.string(),
  prefixLength: v.number(),
  interface: v.nullable(v.string()),
  scope: v.picklist(['ula', 'global', 'ipv4']),
  /** What the profile asks for, "2a00::101/120"; null where any address will do. */
  expected: v.nullable(v.string()),
  /** `present`: the kernel has it. `missing`: expected, not there. `other`: there, not the expected one. */
  state: v.picklist(['present', 'missing', 'other']),
})
export type AddressState = v.InferOutput<typeof AddressState>

export const RouteState = v.object({
  to: v.string(),
  interface: v.nullable(v.string()),
  mtu: v.nullable(v.number()),
  state: v.picklist(['present', 'missing', 'overridden']),
})
export type RouteState = v.InferOutput<typeof RouteState>

export const PathMtu = v.object({
  /** MTU of the underlay's link, where the sum begins. */
  underlay: v.number(),
  /** What each header takes, outer to inner: underlay − Σ bytes = computed. */
  layers: v.array(v.object({ name: v.string(), layer: v.string(), bytes: v.number() })),
  computed: v.number(),
  /** Largest packet that an echo came back for, and no larger one did; null until measured. */
  measured: v.nullable(v.number()),
  /** The MTU that the kernel's routes carry now; null while there are none. */
  applied: v.nullable(v.number()),
  /** In words: why computed, measured and applied are what they are. */
  reason: v.string(),
})
export type PathMtu = v.InferOutput<typeof PathMtu>

const session = {
  since: v.pipe(v.string(), v.isoTimestamp()),
  /** For how long home was not reached meanwhile, in ms. */
  awayMs: v.number(),
}
/** The time at home that goes on now. A short loss of the way does not end it. */
export const Session = v.object(session)
export type Session = v.InferOutput<typeof Session>

/** The last time at home that has ended, as far back as this helper has run. */
export const LastSession = v.object({
  ...session,
  profile: v.string(),
  until: v.pipe(v.string(), v.isoTimestamp()),
  /** The name of the network that home was reached from, or that of the link; null where neither was known. */
  network: v.nullable(v.string()),
  /** Why it ended: a sentence without its full stop. */
  reason: v.string(),
})
export type LastSession = v.InferOutput<typeof LastSession>

export const Snapshot = v.object({
  state: TunnelState,
  intent: v.picklist(['up', 'down']),
  /** Name of the profile that the intent or the last connect was about; null before the first. */
  profile: v.nullable(v.string()),
  since: v.pipe(v.string(), v.isoTimestamp()),
  /** While connecting or reconnecting: the step under way. After a failure: the step that failed. */
  phase: v.optional(PhaseName),
  phases: v.optional(v.array(Phase)),
  problems: v.array(Problem),
  underlay: v.nullable(Underlay),
  gateway: v.optional(Gateway),
  layers: v.array(LayerState),
  addresses: v.array(AddressState),
  routes: v.array(RouteState),
  /** What the gateway offers for names. This laptop's own resolver goes on as it was. */
  dns: v.optional(v.object({ servers: v.array(v.string()), domains: v.array(v.string()) })),
  pathMtu: v.optional(PathMtu),
  session: v.optional(Session),
  lastSession: v.optional(LastSession),
  helper: v.object({ version: v.string(), pid: v.number() }),
})
export type Snapshot = v.InferOutput<typeof Snapshot>

/** Streams only to who watches with `counters: true`, once a second while a tunnel is up. */
export const Counters = v.object({
  at: v.pipe(v.string(), v.isoTimestamp()),
  layers: v.array(v.object({ kind: v.string(), bytesIn: v.number(), bytesOut: v.number() })),
})
export type Counters = v.InferOutput<typeof Counters>
