/** Seed 002: OpenVPN with a tap device, by the article's static key or by TLS. */
import { randomBytes } from 'node:crypto'
import { pem } from '../../fakes/pem.ts'
import { type Credentials, inProfile } from '../certificates/credentials.ts'
import { type OpenVpnGatewaySettings, startOpenVpnGateway } from '../gateways/openvpn.ts'
import type { Host } from '../hosts/host.ts'
import { hostNamed } from '../networks/lay-out.ts'
import { home, tap as places, web } from '../networks/places.ts'
import { layerOf, type WrittenProfile } from '../profile.ts'
import type { Inside, Way } from './way.ts'

type WrittenOpenVpn = Extract<WrittenProfile['layer'][number], { kind: 'openvpn' }>

/** 2048 bits as `openvpn --genkey secret` writes them. */
export function staticKey(): string {
  const lines = randomBytes(256).toString('hex').match(/.{32}/g) ?? []
  return ['-----BEGIN OpenVPN Static key V1-----', ...lines, '-----END OpenVPN Static key V1-----', ''].join('\n')
}

type GatewayFile = OpenVpnGatewaySettings['files'][number]

/** The article names none, and that one is gone (BF-CBC). */
const cipher = 'AES-256-CBC'

const profile = (layer: WrittenOpenVpn, certificate: WrittenProfile['certificate'] = {}): WrittenProfile => ({
  name: 'Home lab',
  gateway: home.gateway.v4,
  home: { prefixes: [places.network], hosts: [places.gateway] },
  internet: { hosts: [web.v6] },
  layer: [layer],
  address: [{ address: `${places.laptop}/64` }],
  route: [{ to: '2000::/3', via: places.gateway }],
  certificate,
})

const inside: Inside = { device: 'tap0', laptop: places.laptop, beyond: web.v6 }

export const tapStatic: Way = {
  inside,
  open() {
    const key = staticKey()
    return {
      start: (host) =>
        startOpenVpnGateway(host, {
          lines: [`cipher ${cipher}`, 'secret static.key'],
          files: [{ name: 'static.key', content: key }],
        }),
      profile: () =>
        profile({
          kind: 'openvpn',
          device: 'tap_myhost',
          float: true,
          'static-key': { key },
          cipher,
        }),
    }
  },
}

async function advertise(host: Host): Promise<void> {
  const prefixes = ['2001:db8:bad::/64', `${places.network.replace('::/48', ':1000::')}/64`]
  const said = prefixes.map((prefix) => `prefix ${prefix} { AdvAutonomous on; };`)
  await host.writeFiles([
    {
      path: '/etc/radvd.conf',
      content: `interface tap0 { AdvSendAdvert on; AdvDefaultLifetime 0; ${said.join(' ')} };`,
    },
  ])
  host.start(['radvd', '--nodaemon', '--logmethod', 'stderr', '--pidfile', '/run/radvd.pid'])
}

/** Who may come in by name, without a certificate. */
export const person = { username: 'ada', password: 'Kaffee, schwarz & "ohne" Zucker' } as const

/** openvpn gives it the name and the password, a line each (--auth-user-pass-verify, via-file). */
const asksForPassword = `printf '%s\\n' '${person.username}' '${person.password}' | cmp -s - "$1"`

/**
 * By TCP alone; the laptop tries UDP over IPv4 first, where nobody is, then TCP over IPv6. Its address is what the far
 * end's router advertises: home's prefix behind one that nobody asked for.
 */
export const tapTcp: Way = {
  cafe: { families: 'both' },
  inside,
  open() {
    const hiding = staticKey()
    return {
      async start(host, { gateway, authority }) {
        const started = await startOpenVpnGateway(host, {
          protocol: 'tcp6-server',
          lines: [
            'mode server',
            'tls-server',
            'dh none',
            'ca ca.pem',
            'cert cert.pem',
            'key key.pem',
            'tls-auth auth.key 0',
            'keepalive 5 20',
            'data-ciphers AES-256-GCM',
            'verify-client-cert none',
            'script-security 2',
            'auth-user-pass-verify "/bin/sh asks.sh" via-file',
          ],
          files: [
            { name: 'ca.pem', content: authority.certificate },
            { name: 'cert.pem', content: gateway.certificate },
            { name: 'key.pem', content: gateway.key },
            { name: 'auth.key', content: hiding },
            { name: 'asks.sh', content: asksForPassword },
          ],
        })
        await advertise(host)
        return started
      },
      profile: ({ authority }) => ({
        ...profile(
          {
            kind: 'openvpn',
            autoconfiguration: 'slaac',
            'other-remotes': [{ host: home.gateway.v6, protocol: 'tcp' }],
            tls: { authorities: ['ca'], auth: { key: hiding, direction: 1 }, ...person },
          },
          { ca: { pem: authority.certificate } },
        ),
        address: [],
      }),
    }
  },
}

/** Its TLS, and the layer's of a laptop that has a certificate; `hides` is what each end hides the handshake by. */
const tlsGateway = (
  { gateway, authority }: Credentials,
  hides: { readonly line: string; readonly file: GatewayFile },
) => ({
  lines: [
    'mode server',
    'tls-server',
    'dh none',
    'ca ca.pem',
    'cert cert.pem',
    'key key.pem',
    hides.line,
    'keepalive 5 20',
    'data-ciphers AES-256-GCM:AES-128-GCM',
  ],
  files: [
    { name: 'ca.pem', content: authority.certificate },
    { name: 'cert.pem', content: gateway.certificate },
    { name: 'key.pem', content: gateway.key },
    hides.file,
  ],
})
const tlsProfile = (credentials: Credentials, hides: { crypt: string } | { 'crypt-v2': string }) =>
  profile(
    {
      kind: 'openvpn',
      device: 'tap_myhost',
      tls: { authorities: ['ca'], certificate: 'laptop', 'server-name': home.gateway.name, ...hides },
    },
    inProfile(credentials),
  )

export const tap: Way = {
  inside,
  open() {
    const crypt = staticKey()
    const hides = { line: 'tls-crypt crypt.key', file: { name: 'crypt.key', content: crypt } }
    return {
      start: (host, credentials) => startOpenVpnGateway(host, tlsGateway(credentials, hides)),
      profile: (credentials) => tlsProfile(credentials, { crypt }),
    }
  },
}

/** Of whom the DHCPv6 server on the gateway's tap knows that they have an address of it. */
export const leases = '/run/gateway/dhcpv6-leases'

/** As `tap`, but its address is one of the few that the far end's DHCPv6 server has to give. */
export const tapDhcpv6: Way = {
  inside: { ...inside, laptop: places.lease },
  open() {
    const ground = tap.open()
    return {
      async start(host, credentials, hosts) {
        const started = await ground.start(host, credentials, hosts)
        // As every system has one: by what comes of it the server knows the laptop again.
        await hostNamed(hosts, 'laptop').writeFiles([{ path: '/etc/machine-id', content: '6'.repeat(32) }])
        const server = host.start([
          'dnsmasq',
          '--keep-in-foreground',
          '--conf-file=/dev/null',
          '--port=0',
          '--user=root',
          '--log-dhcp',
          '--interface=tap0',
          '--bind-dynamic',
          `--dhcp-range=${places.lease},${places.lease},64,10m`,
          `--dhcp-leasefile=${leases}`,
          '--pid-file=/run/dnsmasq-tap.pid',
          '--log-facility=-',
        ])
        await server.waitFor(/DHCPv6, /, 20_000)
        return {
          ...started,
          log: async () => `${await started.log()}\n${server.stdout}${server.stderr}`,
          async stop() {
            await server.stop()
            await started.stop()
            await host.run(['rm', '-f', leases])
          },
        }
      },
      profile(credentials) {
        const written = ground.profile(credentials)
        Object.assign(layerOf(written, 'openvpn'), { autoconfiguration: 'dhcpv6' })
        return { ...written, address: [] }
      },
    }
  },
}

/** A gateway's key for tls-crypt-v2, and a laptop's that was made with it. */
export async function cryptV2Keys(host: Host): Promise<{ readonly server: string; readonly client: string }> {
  const make = 'umask 77; k=$(mktemp -d); openvpn --genkey tls-crypt-v2-server $k/server >&2'
  const derive = 'openvpn --tls-crypt-v2 $k/server --genkey tls-crypt-v2-client $k/client >&2'
  const { stdout } = await host.run(['sh', '-ec', `${make}; ${derive}; cat $k/server $k/client; rm -r $k`])
  const [server = '', client = ''] = stdout.split(/(?<=server key-----\n)(?=-----BEGIN)/)
  return { server, client }
}

/** Each laptop has a key of its own here. */
export const tapCryptV2: Way = {
  inside,
  open() {
    let ours = pem('OpenVPN tls-crypt-v2 client key', 'none before the gateway has one')
    return {
      async start(host, credentials) {
        const { server, client } = await cryptV2Keys(host)
        ours = client
        const file = { name: 'crypt.key', content: server }
        return startOpenVpnGateway(host, tlsGateway(credentials, { line: 'tls-crypt-v2 crypt.key', file }))
      },
      profile: (credentials) => tlsProfile(credentials, { 'crypt-v2': ours }),
    }
  },
}
