/** Makes a gateway of nothing but the text that `roam6 gateway` writes, with its blanks filled in. */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'smol-toml'
import type { Credentials } from '../certificates/credentials.ts'
import type { Host } from '../hosts/host.ts'
import { checkout } from '../machine/places.ts'
import type { RunningProcess } from '../machine/process.ts'
import { removeTemporary, temporaryFolder } from '../machine/temporary.ts'
import { type Hosts, hostNamed } from '../networks/lay-out.ts'
import { home, mesh, tap, ula } from '../networks/places.ts'
import { toToml, type WrittenProfile } from '../profile.ts'
import type { Gateway, GatewayKind } from './gateway.ts'

export interface PrintedGateway {
  readonly kind: GatewayKind
  profile(credentials: Credentials): WrittenProfile
  /** Files of the gateway's own, which no text has: its certificate, its keys. */
  own(credentials: Credentials): readonly { readonly path: string; readonly content: string }[]
  /** Values for blanks besides those of the place. */
  readonly values?: Readonly<Record<string, string>>
  /** The profile has no certificates: `--with-ca` makes them, and what the gateway has of its own. */
  readonly withCa?: { readonly certificate: string; readonly key: string }
}

/** Fills in the values that a person sees on the gateway and on the router. */
const placeValues: Readonly<Record<string, string>> = {
  'outer-interface': 'eth0',
  'router-interface': 'ext0',
  'gateway-v4': '192.168.100.2',
  'gateway-v6': home.gateway.v6,
}

const startMs = 120_000

interface Daemon {
  readonly start: readonly string[]
  readonly ready: RegExp | null
  /** Run when it is ready. */
  readonly loads?: string
}

/** Says how each kind's daemon is started where there is no systemd. */
const daemons: Readonly<Partial<Record<GatewayKind, Daemon>>> = {
  strongswan: {
    start: ['charon-systemd'],
    ready: null,
    loads: 'until [ -S /run/charon.vici ]; do sleep 0.1; done; swanctl --load-all',
  },
  openiked: { start: ['iked', '-d', '-vv', '-f', '/etc/iked.conf'], ready: /config_getsocket: received socket/ },
  openvpn: {
    start: ['openvpn', '--config', '/etc/openvpn/server/roam6.conf'],
    ready: /Initialization Sequence Completed|UDPv6 link local|Listening for incoming TCP/,
  },
  tinc: { start: ['tincd', '-n', 'roam6', '-D', '-d3'], ready: /Ready/ },
}

interface Printed {
  readonly profile: WrittenProfile
  readonly files: readonly { readonly on: string; readonly path: string; readonly content: string; mode: string }[]
  readonly own: readonly { readonly path: string; readonly content: string }[]
}

/** Runs the real command line, as a person does. */
async function print(printed: PrintedGateway, credentials: Credentials): Promise<Printed> {
  const folder = temporaryFolder('printed')
  try {
    const [file, out, ca] = [join(folder, 'home.toml'), join(folder, 'out'), join(folder, 'ca')]
    const profile = printed.profile(credentials)
    writeFileSync(file, toToml(profile))
    const values = Object.entries({ ...placeValues, ...printed.values })
    await promisify(execFile)(join(checkout, 'dist/roam6'), [
      'gateway',
      file,
      '--for',
      printed.kind === 'kernel' ? 'linux' : printed.kind,
      '--secrets',
      '--out',
      out,
      ...(printed.withCa ? ['--with-ca', ca] : []),
      ...values.flatMap(([name, value]) => ['--set', `${name}=${value}`]),
    ])
    const read = (name: string) => readFileSync(join(ca, name), 'utf8')
    const { withCa } = printed
    return {
      files: filesIn(out),
      profile: withCa ? (parse(read('laptop.toml')) as WrittenProfile) : profile,
      own: withCa
        ? [
            { path: withCa.certificate, content: read('gateway.pem') },
            { path: withCa.key, content: read('gateway.key') },
          ]
        : printed.own(credentials),
    }
  } finally {
    removeTemporary(folder)
  }
}

function filesIn(folder: string): Printed['files'] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const [on = '', ...rest] = relative(folder, path).split('/')
      const mode = (statSync(path).mode & 0o777).toString(8)
      return { on, path: `/${rest.join('/')}`, content: readFileSync(path, 'utf8'), mode }
    })
}

async function copy(host: Host, files: readonly { path: string; content: string; mode: string }[]): Promise<void> {
  await host.writeFiles(files.map(({ path, content }) => ({ path, content, mode: '0600' })))
  await host.run(['sh', '-ec', files.map(({ path, mode }) => `chmod ${mode} '${path}'`).join('\n')])
}

/** Takes away everything that the lab's plan of home does for gateways, and everything that a gateway before this one did. */
async function clear(gateway: Host, router: Host): Promise<void> {
  const back = ['2a00::100/120', tap.network, mesh.network, ula.near.network]
  await gateway.run(['sh', '-c', forget])
  await router.run([
    'sh',
    '-ec',
    [
      'nft flush chain ip nat pre',
      'nft delete table ip roam6 2>/dev/null || true',
      ...back.map((network) => `ip -6 route delete ${network} 2>/dev/null || true`),
      `ip -6 route flush via ${home.gateway.v6}`,
    ].join('\n'),
  ])
}

/** Clears the gateway. Home's other network is on the gateway itself, and no text is about that network. */
const forget = `
for device in gre-laptop ip6-laptop esp-laptop tap-laptop tinc-laptop; do ip link delete $device 2>/dev/null; done
ip xfrm policy flush
ip xfrm state flush
ip address flush dev lo scope global
ip address flush dev eth0 to ${home.tunnel.network}
ip address replace ${ula.far.host}/64 dev lo nodad
nft delete table inet roam6 2>/dev/null
rm -rf /run/charon.vici /etc/roam6 /etc/swanctl/conf.d/roam6.conf /etc/swanctl/x509* /etc/swanctl/private /etc/openvpn/server /etc/tinc/roam6
mkdir -p /etc/swanctl/private /etc/swanctl/x509
sysctl -qw net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0
`

/** Runs the files in a person's order: the devices come before the daemon, which looks for their addresses. */
const onGateway = `
[ ! -x /etc/roam6/tunnel-up ] || /etc/roam6/tunnel-up
sysctl -qp /etc/sysctl.d/60-roam6.conf
nft -f /etc/nftables.d/roam6.conf
`

export async function startPrinted(
  printed: PrintedGateway,
  hosts: Hosts,
  credentials: Credentials,
): Promise<{ readonly gateway: Gateway; readonly profile: WrittenProfile }> {
  const [host, router] = [hostNamed(hosts, 'gateway'), hostNamed(hosts, 'homefw')]
  const [{ profile, files, own }] = await Promise.all([print(printed, credentials), clear(host, router)])
  const on = (machine: string) => files.filter((file) => file.on === machine)
  await Promise.all([
    copy(host, [
      ...on('gateway'),
      ...own.map((file) => ({ ...file, mode: file.path.endsWith('.pem') ? '644' : '600' })),
    ]),
    copy(router, on('router')),
  ])
  await host.run(['sh', '-ec', onGateway])
  await router.run(['/etc/roam6/router-up'])
  const daemon = await start(host, daemons[printed.kind])
  return {
    profile,
    gateway: {
      kind: printed.kind,
      log: async () => (daemon ? daemon.stdout + daemon.stderr : ''),
      stop: async () => void (await daemon?.stop()),
    },
  }
}

async function start(host: Host, daemon: Daemon | undefined): Promise<RunningProcess | undefined> {
  if (!daemon) return undefined
  const running = host.start(daemon.start)
  if (daemon.ready) await running.waitFor(daemon.ready, startMs)
  if (daemon.loads !== undefined) await host.run(['sh', '-ec', daemon.loads], { timeoutMs: startMs })
  return running
}
