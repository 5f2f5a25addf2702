/**
 * The snapshot: the one value that says all a client may see. The helper owns it, everyone else mirrors it.
 * A key is absent where it does not apply and null where it is not known yet. Times are RFC 3339. Lengths and
 * MTUs are bytes. Nothing in here is hoped for: each value was said by the kernel or by a daemon.
 */
import * as z from 'zod'
import { Problem } from './problem.ts'

export const TunnelState = z.enum(['off', 'connecting', 'connected', 'at-home', 'reconnecting', 'failed'])
export type TunnelState = z.infer<typeof TunnelState>

/** The steps of a connect, in order. */
export const phaseNames = ['resolve', 'carrier', 'tunnel', 'addresses', 'path-mtu'] as const
export const PhaseName = z.enum(phaseNames)
export type PhaseName = z.infer<typeof PhaseName>

export const Phase = z.object({
  name: PhaseName,
  state: z.enum(['waiting', 'active', 'done', 'failed']),
  /** What this phase found, in words: "tunnel.my.domain is 5.6.7.8". */
  found: z.string().optional(),
  durationMs: z.number().optional(),
})
export type Phase = z.infer<typeof Phase>

export const Underlay = z.object({
  interface: z.string(),
  /** The name that the Wi-Fi network gives itself (SSID), fit to be shown; absent on a link without Wi-Fi. */
  network: z.string().optional(),
  /** With prefix length, as `ip` shows them: "192.168.0.2/24". */
  addresses: z.array(z.string()),
  /** Next hop of the route to the gateway (or the default route while off). */
  router: z.string().nullable(),
  /** Whether NAT lies between laptop and gateway, as IKE's NAT detection found; null until it was asked. */
  nat: z.boolean().nullable(),
  /** The link's own MTU. */
  mtu: z.number(),
})
export type Underlay = z.infer<typeof Underlay>

export const Gateway = z.object({
  name: z.string(),
  address: z.string().nullable(),
  rttMs: z.number().nullable(),
})
export type Gateway = z.infer<typeof Gateway>

const layerBase = {
  state: z.enum(['down', 'starting', 'up', 'failed']),
  interface: z.string().nullable(),
  local: z.string().nullable(),
  remote: z.string().nullable(),
  bytesIn: z.number().nullable(),
  bytesOut: z.number().nullable(),
}
export const IkeLayerState = z.object({
  kind: z.literal('ike'),
  ...layerBase,
  remoteId: z.string().nullable(),
  /** "AES_GCM_16_256/PRF_HMAC_SHA2_256/CURVE_25519" */
  ikeAlgorithms: z.string().nullable(),
  /** "AES_GCM_16_256" or "AES_CBC_256/HMAC_SHA2_384_192" */
  espAlgorithms: z.string().nullable(),
  udpEncapsulation: z.boolean().nullable(),
  rekeyAt: z.iso.datetime().nullable(),
})
export const GreLayerState = z.object({
  kind: z.literal('gre'),
  ...layerBase,
  key: z.number().nullable(),
  checksum: z.boolean(),
})
export const EspLayerState = z.object({
  kind: z.literal('esp'),
  ...layerBase,
  spiIn: z.number(),
  spiOut: z.number(),
  /** "AES_CBC/HMAC_MD5_96" */
  algorithms: z.string(),
  /** What nobody should rely on any more, in words: "MD5". */
  weaknesses: z.array(z.string()),
})
export const OpenVpnLayerState = z.object({
  kind: z.literal('openvpn'),
  ...layerBase,
  /** "AES-256-GCM"; null until it is negotiated. */
  cipher: z.string().nullable(),
  protocol: z.enum(['udp', 'tcp']),
  tls: z.boolean(),
})
export const TincLayerState = z.object({
  kind: z.literal('tinc'),
  ...layerBase,
  /** Other nodes that can be reached now; `direct`: without the gateway between. */
  peers: z.array(z.object({ name: z.string(), direct: z.boolean() })),
})
export const Ip6ip6LayerState = z.object({
  kind: z.literal('ip6ip6'),
  ...layerBase,
  /** null: without the option. */
  encapsulationLimit: z.number().nullable(),
  hopLimit: z.number(),
})
export const LayerState = z.discriminatedUnion('kind', [
  IkeLayerState,
  EspLayerState,
  OpenVpnLayerState,
  TincLayerState,
  GreLayerState,
  Ip6ip6LayerState,
])
export type LayerState = z.infer<typeof LayerState>

export const AddressState = z.object({
  address: z.string(),
  prefixLength: z.number(),
  interface: z.string().nullable(),
  scope: z.enum(['ula', 'global', 'ipv4']),
  /** What the profile asks for, "2a00::101/120"; null where any address will do. */
  expected: z.string().nullable(),
  /** `present`: the kernel has it. `missing`: expected, not there. `other`: there, not the expected one. */
  state: z.enum(['present', 'missing', 'other']),
})
export type AddressState = z.infer<typeof AddressState>

export const RouteState = z.object({
  to: z.string(),
  interface: z.string().nullable(),
  mtu: z.number().nullable(),
  state: z.enum(['present', 'missing', 'overridden']),
})
export type RouteState = z.infer<typeof RouteState>

export const PathMtu = z.object({
  /** MTU of the underlay's link, where the sum begins. */
  underlay: z.number(),
  /** What each header takes, outer to inner: underlay − Σ bytes = computed. */
  layers: z.array(z.object({ name: z.string(), layer: z.string(), bytes: z.number() })),
  computed: z.number(),
  /** Largest packet that an echo came back for, and no larger one did; null until measured. */
  measured: z.number().nullable(),
  /** The MTU that the kernel's routes carry now; null while there are none. */
  applied: z.number().nullable(),
  /** In words: why computed, measured and applied are what they are. */
  reason: z.string(),
})
export type PathMtu = z.infer<typeof PathMtu>

/** The time at home that goes on now. A short loss of the way does not end it. */
export const Session = z.object({
  since: z.iso.datetime(),
  /** For how long home was not reached meanwhile, in ms. */
  awayMs: z.number(),
})
export type Session = z.infer<typeof Session>

/** The last time at home that has ended, as far back as this helper has run. */
export const LastSession = Session.extend({
  profile: z.string(),
  until: z.iso.datetime(),
  /** The name of the network that home was reached from, or that of the link; null where neither was known. */
  network: z.string().nullable(),
  /** Why it ended: a sentence without its full stop. */
  reason: z.string(),
})
export type LastSession = z.infer<typeof LastSession>

export const Snapshot = z.object({
  state: TunnelState,
  intent: z.enum(['up', 'down']),
  /** Name of the profile that the intent or the last connect was about; null before the first. */
  profile: z.string().nullable(),
  since: z.iso.datetime(),
  /** While connecting or reconnecting: the step under way. After a failure: the step that failed. */
  phase: PhaseName.optional(),
  phases: z.array(Phase).optional(),
  problems: z.array(Problem),
  underlay: Underlay.nullable(),
  gateway: Gateway.optional(),
  layers: z.array(LayerState),
  addresses: z.array(AddressState),
  routes: z.array(RouteState),
  /** What the gateway offers for names. This laptop's own resolver goes on as it was. */
  dns: z.object({ servers: z.array(z.string()), domains: z.array(z.string()) }).optional(),
  pathMtu: PathMtu.optional(),
  session: Session.optional(),
  lastSession: LastSession.optional(),
  helper: z.object({ version: z.string(), pid: z.number() }),
})
export type Snapshot = z.infer<typeof Snapshot>

/** Streams only to who watches with `counters: true`, once a second while a tunnel is up. */
export const Counters = z.object({
  at: z.iso.datetime(),
  layers: z.array(z.object({ kind: z.string(), bytesIn: z.number(), bytesOut: z.number() })),
})
export type Counters = z.infer<typeof Counters>
