/** Writes tinc's folder for the gateway's node: tinc.conf(5), the two host files, and the script that sets its device up. */
import type { TincLayer } from '../../contract/layer/tinc.ts'
import type { Profile } from '../../contract/profile.ts'
import { ownHostFile, tincSubnet } from '../layer/tinc/config.ts'
import { blank } from './blanks.ts'
import { innermostDevice } from './other-end.ts'
import { type GatewayFile, plainFile, scriptFile } from './text.ts'
import { daemonDeviceLines } from './tunnel-up.ts'

const folder = '/etc/tinc/roam6'

/** @param laptopKey the public half of the laptop's key as PEM: the profile has the private half alone */
export function tincFiles(profile: Profile, layer: TincLayer, laptopKey: string | null): readonly GatewayFile[] {
  const [first = ''] = layer['connect-to']
  const gateway = layer.hosts.find(({ name }) => name === first)
  const at = (name: string) => `${folder}/${name}`
  const laptop = ownHostFile(layer, laptopKey ?? '# The public key of the laptop belongs here.')
  const conf = [
    `# The node that the laptop of "${profile.name}" meets. Start it with: systemctl enable --now tinc@roam6`,
    `Name = ${first}`,
    'Mode = router',
    `Interface = ${innermostDevice(profile)}`,
    `PrivateKeyFile = ${blank('key-file')}`,
  ]
  const own = [
    ...(gateway?.port === undefined ? [] : [`Port = ${gateway.port}`]),
    ...(gateway?.subnets ?? []).map((subnet) => `Subnet = ${tincSubnet(subnet)}`),
    gateway?.['public-key'] ?? '',
  ]
  return [
    plainFile({ name: 'tinc.conf', says: 'the gateway’s node', path: at('tinc.conf'), lines: conf }),
    plainFile({ name: `hosts/${first}`, says: 'what lies behind the gateway', path: at(`hosts/${first}`), lines: own }),
    plainFile({ name: laptop.name, says: 'lets the laptop in', path: at(laptop.name), lines: [laptop.content] }),
    scriptFile({
      name: 'tinc-up',
      says: 'gives the device its address',
      path: at('tinc-up'),
      lines: ['set -e', ...daemonDeviceLines(profile, '"$INTERFACE"')],
    }),
  ]
}
