/** Seed 002: OpenVPN with a tap device, by TLS or by a static key. */
import type { HostFile } from '../../lab/hosts/host.ts'
import { tap as places } from '../../lab/networks/places.ts'
import { layerOf, type WrittenProfile } from '../../lab/profile.ts'
import { address, type ByHand, folder, guard, ip, route, rule } from './by-hand.ts'

const common = ({ gateway }: WrittenProfile) => [
  `cd ${folder}`,
  'dev hand',
  'dev-type tap',
  `remote ${gateway} 1194 udp`,
  'nobind',
  'mtu-disc yes',
  'mssfix 0',
  'ifconfig-noexec',
  'route-noexec',
  'script-security 2',
  'verb 3',
  'ping 5',
  'ping-restart 20',
  // Run when the far end has answered.
  `route-up ${folder}/route-up`,
]

/** The article's up-script, with iproute2. */
const routeUp = (mtu: number) => `#!/bin/sh
${ip(6, [
  `link set hand up mtu ${mtu}`,
  address('hand', `${places.laptop}/64`),
  route('hand', places.laptop.replace('::2', '::/64')),
  route('hand', places.network, places.gateway),
  route('hand', '2000::/3', places.gateway),
  rule('2000::/3'),
])}`

interface Configuration {
  readonly lines: readonly string[]
  readonly files: Readonly<Record<string, string>>
}

const openVpn = (mtu: number, configuration: (profile: WrittenProfile) => Configuration): ByHand => ({
  files(profile) {
    const { lines, files } = configuration(profile)
    return [
      { path: `${folder}/openvpn.conf`, content: [...common(profile), ...lines].join('\n') },
      { path: `${folder}/route-up`, content: routeUp(mtu) },
      ...Object.entries(files).map(
        ([name, content]): HostFile => ({ path: `${folder}/${name}`, content, mode: '0600' }),
      ),
    ]
  },
  up: (profile) => `${guard(profile)}openvpn --config openvpn.conf >log 2>&1 &\necho $! >pid\n`,
})

export const tap = openVpn(1434, (profile) => {
  const { tls } = layerOf(profile, 'openvpn')
  const { laptop, ca } = profile.certificate ?? {}
  return {
    lines: [
      'tls-client',
      'pull',
      'ca ca.pem',
      'cert cert.pem',
      'key key.pem',
      'tls-crypt crypt.key',
      'remote-cert-tls server',
      `verify-x509-name ${tls?.['server-name']} name`,
      'explicit-exit-notify 1',
    ],
    files: {
      'ca.pem': ca?.pem ?? '',
      'cert.pem': laptop?.pem ?? '',
      'key.pem': laptop?.key ?? '',
      'crypt.key': tls?.crypt ?? '',
    },
  }
})

export const tapStatic = openVpn(1401, (profile) => {
  const { cipher, 'static-key': secret } = layerOf(profile, 'openvpn')
  return {
    lines: [`cipher ${cipher}`, 'secret static.key', 'float'],
    files: { 'static.key': secret?.key ?? '' },
  }
})
