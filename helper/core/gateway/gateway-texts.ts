/**
 * Writes the other end of a profile as text: the files that a gateway of a certain kind needs so that the laptop comes home.
 * Pure: the text follows from the profile alone. Values that the profile does not say are blanks.
 */
import type { Layer, Profile } from '../../contract/profile.ts'
import { contains, familyOf, parseAddress } from '../ip.ts'
import { ownAuthentication } from '../layer/ike/connection-config.ts'
import { isTransport } from '../layer/ike/transport.ts'
import type { EspCipher } from '../profile/summary.ts'
import { blanksIn } from './blanks.ts'
import { ikedCipher, ikedFiles } from './iked.ts'
import { openVpnFiles } from './openvpn.ts'
import { overlayOf } from './other-end.ts'
import { espLines } from './static-esp.ts'
import { firewallFile, forwardingFile, routerFile } from './surroundings.ts'
import { swanctlFiles } from './swanctl.ts'
import { type GatewayFile, type GatewayKind, type GatewayText, plainFile, scriptFile } from './text.ts'
import { tincFiles } from './tinc.ts'
import { tunnelLines } from './tunnel-up.ts'

export interface TextOptions {
  /** Says whether keys and passwords that both ends share are in the text. Otherwise each of them is a blank. */
  readonly secrets: boolean
  /** The public half of tinc's key on the laptop, as PEM; null where that is not known. */
  readonly laptopKey: string | null
}

type LayerOf<Kind> = Extract<Layer, { kind: Kind }>
const layerOf = <Kind extends Layer['kind']>({ layer }: Profile, kind: Kind): LayerOf<Kind> | undefined =>
  layer.find((one): one is LayerOf<Kind> => one.kind === kind)

/**
 * Tells whether OpenIKED can be the other end. Its port to Linux takes out of ESP only packets of the same family as ESP's own
 * ends; it has no word for some proposals, and its configuration no escape for a backslash at the end of an identity.
 */
function suitsOpenIked(profile: Profile): boolean {
  const ike = layerOf(profile, 'ike')
  const gre = layerOf(profile, 'gre')
  if (!ike || !gre || !carriesOneThing(profile)) return false
  if (isTransport(ike) || ownAuthentication(ike) !== 'pubkey') return false
  const chosen = ike['ike-proposals'] ?? ike['esp-proposals']
  const outer = parseAddress(profile.gateway)?.family ?? 4
  const plain = [ike.peer.id, ike.identity.id].every((id) => !/["\\]/.test(id))
  return (
    chosen === undefined &&
    outer === 4 &&
    familyOf(gre.remote) === 4 &&
    gre.local === 'virtual' &&
    (ike.peer.authorities ?? []).length > 0 &&
    plain
  )
}

/**
 * Tells whether ESP carries the overlay and nothing beside it. Networks beside the overlay would need a way back of their own, which
 * the text does not have.
 */
function carriesOneThing(profile: Profile): boolean {
  const ike = layerOf(profile, 'ike')
  const overlay = overlayOf(profile)
  if (!ike || !overlay) return ike !== undefined
  const isEnd = (network: string) => overlay.local !== 'virtual' && contains(network, overlay.local)
  const family = familyOf(overlay.remote)
  return ike['request-addresses'].every((one) => familyOf(one) === family) && ike['local-networks'].every(isEnd)
}

interface Kind {
  suits(profile: Profile): boolean
  /** The files that are the kind's own; static ESP has none but the commands. */
  files(profile: Profile, options: TextOptions): readonly GatewayFile[]
  /** The cipher of ESP, where the kind leaves no choice. */
  readonly cipher?: EspCipher
}

/** Lists the kinds in the order of preference: the first one that suits a profile is its default. */
const kinds: Readonly<Record<GatewayKind, Kind>> = {
  strongswan: {
    suits: carriesOneThing,
    files: (profile, { secrets }) => {
      const ike = layerOf(profile, 'ike')
      return ike ? swanctlFiles(profile, ike, secrets) : []
    },
  },
  openiked: {
    suits: suitsOpenIked,
    cipher: ikedCipher,
    files: (profile) => {
      const ike = layerOf(profile, 'ike')
      return ike ? ikedFiles(profile, ike) : []
    },
  },
  openvpn: {
    suits: (profile) => layerOf(profile, 'openvpn') !== undefined && !overlayOf(profile),
    files: (profile, { secrets }) => {
      const openvpn = layerOf(profile, 'openvpn')
      return openvpn ? openVpnFiles(profile, openvpn, secrets) : []
    },
  },
  tinc: {
    suits: (profile) => layerOf(profile, 'tinc') !== undefined && !overlayOf(profile),
    files: (profile, { laptopKey }) => {
      const tinc = layerOf(profile, 'tinc')
      return tinc ? tincFiles(profile, tinc, laptopKey) : []
    },
  },
  linux: {
    suits: (profile) => layerOf(profile, 'esp') !== undefined && overlayOf(profile) !== undefined,
    files: () => [],
  },
}

/** Lists the kinds of gateway that can be the other end of a profile, the default first. A rare stack of layers has none. */
export const kindsFor = (profile: Profile): readonly GatewayKind[] =>
  (Object.keys(kinds) as GatewayKind[]).filter((kind) => kinds[kind].suits(profile))

/** Makes the script of the devices, for every carrier whose daemon runs no script of its own. */
function tunnelFile(profile: Profile, kind: GatewayKind, { secrets }: TextOptions): readonly GatewayFile[] {
  const esp = layerOf(profile, 'esp')
  const lines = [...tunnelLines(profile, kinds[kind].cipher), ...(esp ? espLines(esp, secrets) : [])]
  const [outermost] = profile.layer
  if (outermost?.kind === 'openvpn' || outermost?.kind === 'tinc') return []
  const file = scriptFile({
    name: 'tunnel-up',
    says: 'makes the gateway’s end of the tunnel',
    path: '/etc/roam6/tunnel-up',
    lines: [
      '# Makes the end of the tunnel at the gateway. roam6-tunnel.service runs it at each boot.',
      'set -e',
      ...lines,
    ],
  })
  return [{ ...file, secret: esp !== undefined && secrets }, bootFile(file.path)]
}

/** Makes the unit that runs the script at each boot: devices, addresses and routes do not outlast one. */
const bootFile = (script: string): GatewayFile =>
  plainFile({
    name: 'roam6-tunnel.service',
    says: 'makes it again at each boot',
    path: '/etc/systemd/system/roam6-tunnel.service',
    lines: [
      '# Start it, now and at each boot, with: systemctl enable --now roam6-tunnel',
      '[Unit]',
      'Description=The end of the tunnel at the gateway',
      '[Service]',
      'Type=oneshot',
      'RemainAfterExit=yes',
      `ExecStart=${script}`,
      '[Install]',
      'WantedBy=multi-user.target',
    ],
  })

/** @throws where this kind cannot be the other end of the profile: ask `kindsFor` first */
export function gatewayTexts(profile: Profile, kind: GatewayKind, options: TextOptions): GatewayText {
  if (!kinds[kind].suits(profile)) throw new Error(`${kind} cannot be the other end of this profile`)
  const files = [
    ...kinds[kind].files(profile, options),
    ...tunnelFile(profile, kind, options),
    forwardingFile(profile),
    firewallFile(profile),
    routerFile(profile),
  ]
  return { kind, files, blanks: blanksIn(files) }
}
