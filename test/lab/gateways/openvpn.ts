/** An OpenVPN gateway with a tap device, which it makes itself; its far end of the /64 is on it. */
import type { Host } from '../hosts/host.ts'
import { tap } from '../networks/places.ts'
import type { Gateway } from './gateway.ts'

const folder = '/run/gateway'
const startMs = 60_000

export interface OpenVpnGatewaySettings {
  /** On both families. */
  readonly protocol?: 'udp6' | 'tcp6-server'
  /** Of its configuration, besides what every gateway here has. */
  readonly lines: readonly string[]
  /** In its folder. */
  readonly files: readonly { readonly name: string; readonly content: string }[]
}

export async function startOpenVpnGateway(
  host: Host,
  { protocol = 'udp6', lines, files }: OpenVpnGatewaySettings,
): Promise<Gateway> {
  const common = [`cd ${folder}`, 'dev tap0', `proto ${protocol}`, 'port 1194', 'verb 4', 'script-security 0']
  await host.writeFiles([
    { path: `${folder}/openvpn.conf`, content: [...common, ...lines].join('\n') },
    ...files.map(({ name, content }) => ({ path: `${folder}/${name}`, content, mode: '0600' as const })),
  ])
  await host.run(['ip', '-batch', '-'], {
    input: `tuntap add dev tap0 mode tap\nlink set tap0 up\naddress add ${tap.gateway}/64 dev tap0\n`,
  })
  const daemon = host.start(['openvpn', '--config', `${folder}/openvpn.conf`])
  // A static key waits for its peer before it says that it is complete.
  await daemon.waitFor(/Initialization Sequence Completed|UDPv6 link local|Listening for incoming TCP/, startMs)
  return {
    kind: 'openvpn',
    log: async () => daemon.stdout + daemon.stderr,
    async stop() {
      await daemon.stop()
      await host.attempt(['ip', 'link', 'delete', 'dev', 'tap0'])
    },
  }
}
