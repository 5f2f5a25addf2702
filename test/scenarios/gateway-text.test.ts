/**
 * Gateways that are made of nothing but what `roam6 gateway` writes of a profile, with its blanks filled in: the router's forwards
 * and routes, forwarding, the firewall, the tunnel and its daemon. By each way the laptop comes home to them.
 */
import { generateKeyPairSync } from 'node:crypto'
import { type Credentials, gatewayId, laptopId } from '../lab/certificates/credentials.ts'
import type { PrintedGateway } from '../lab/gateways/printed.ts'
import { hostNamed } from '../lab/networks/lay-out.ts'
import { behind, home, ula } from '../lab/networks/places.ts'
import { layerOf, seed001Profile, type WrittenProfile, withBehind } from '../lab/profile.ts'
import { person } from '../lab/ways/tap.ts'
import { type OtherWay, otherWays } from '../lab/ways/ways.ts'
import { guestIsAtHome } from './vocabulary/behind.ts'
import { scenario } from './vocabulary/scenario.ts'
import { connects, disconnects, pings6, type Target, tests } from './vocabulary/steps.ts'
import type { Step } from './vocabulary/story.ts'

/** All stories have one ground: IPv4 behind NAT, and the fixed IPv6 address that some ways need. */
const networks = { cafe: { families: 'both', fixedAddress: true } } as const

/**
 * All have the guest behind the laptop, whom one of them takes along. What the laptop sends and takes in the cafe is the same by any
 * gateway: ways.test.ts looks at it.
 */
const ground = (printed: PrintedGateway) => ({
  networks,
  hosts: { gateway: { gre: null, printed }, behind: behind.tap },
  always: [],
})

/** @param reaches whom the laptop reaches, and what else is seen while it is home */
function comesHome(name: string, printed: PrintedGateway, ...reaches: readonly (Target | Step)[]): void {
  const seen = reaches.map((one) => (typeof one === 'string' ? pings6(one) : one))
  scenario(name, { ...ground(printed), steps: [connects(), ...seen, tests('pass'), disconnects()] })
}

/** The firewall answers home where nobody listens, and drops what a stranger sends there. */
const knowsStrangers: Step = {
  says: 'the gateway answers home, and no stranger',
  observes: true,
  async perform({ world: { hosts } }) {
    for (const [name, address, answer] of [
      ['homefw', home.gateway.ula, 'Connection refused'],
      ['isp', home.gateway.v6, 'Connection timed out'],
    ] as const) {
      const knock = ['socat', '-u', '/dev/null', `TCP6:[${address}]:7,connect-timeout=1`]
      const { stderr } = await hostNamed(hosts, name).attempt(knock)
      if (!stderr.includes(answer)) throw new Error(`${name} gets: ${stderr}`)
    }
  },
}

/** Says where each daemon has the gateway's certificate and key. */
const places = {
  strongswan: { certificate: '/etc/swanctl/x509/gateway.pem', key: '/etc/swanctl/private/gateway.key' },
  openiked: { certificate: '/etc/iked/certs/gateway.pem', key: '/etc/iked/private/local.key' },
  openvpn: { certificate: '/etc/openvpn/server/gateway.pem', key: '/etc/openvpn/server/gateway.key' },
} as const

const ownAt =
  ({ certificate, key }: { readonly certificate: string; readonly key: string }) =>
  ({ gateway }: Credentials) => [
    { path: certificate, content: gateway.certificate },
    { path: key, content: gateway.key },
  ]
const fileValues = ({ certificate, key }: { readonly certificate: string; readonly key: string }) => ({
  'certificate-file': certificate,
  'key-file': key,
})

const profileOf = (way: OtherWay) => otherWays[way].open().profile

const byStrongSwan = (profile: PrintedGateway['profile'], values: Readonly<Record<string, string>> = {}) =>
  ({
    kind: 'strongswan',
    profile,
    own: ownAt(places.strongswan),
    values: { ...values, ...fileValues(places.strongswan) },
  }) as const satisfies PrintedGateway
const laptopInEsp = { 'laptop-v4': home.tunnel.laptop.v4 }
const gre = (credentials: Credentials) => seed001Profile(credentials, { laptop: { by: 'pubkey' } })

comesHome('ike and gre, strongSwan', byStrongSwan(gre, laptopInEsp), 'gateway', 'home host', 'web', knowsStrangers)
comesHome('ike alone, strongSwan', byStrongSwan(profileOf('esp')), 'far ULA host', 'home host')
comesHome(
  'ike and ip6ip6, strongSwan',
  byStrongSwan(profileOf('ike-ip6ip6'), { 'laptop-v6': ula.tunnel.laptop }),
  'far ULA host',
  'home host',
)
comesHome('gre in transport mode, strongSwan', byStrongSwan(profileOf('gre-transport')), 'gateway', 'home host', 'web')

const secret = 'Kaffee "schwarz" & {heiß} # 2'

/** The helper shows the installed profile without its secret, and the text is made of that. */
const isPrintedByName: Step = {
  says: 'the text is printed by the profile’s name, without the secret',
  observes: true,
  async perform({ laptop, profile }) {
    const { code, stdout, stderr } = await laptop.cli(['gateway', profile.name])
    const isMasked = stdout.includes('secret = "<<the secret of the laptop>>"') && !stdout.includes('schwarz')
    if (code !== 0 || !isMasked) throw new Error(`roam6 gateway ended with ${code}\n${stdout}${stderr}`)
  },
}

for (const by of ['psk', 'eap-mschapv2'] as const)
  scenario(`ike and gre, strongSwan, ${by}`, {
    ...ground(byStrongSwan((credentials) => seed001Profile(credentials, { laptop: { by, secret } }), laptopInEsp)),
    steps: [isPrintedByName, connects(), pings6('home host'), disconnects()],
  })

comesHome(
  'ike and gre, OpenIKED',
  { kind: 'openiked', profile: gre, own: ownAt(places.openiked), values: laptopInEsp },
  'gateway',
  'home host',
  'web',
)

comesHome(
  'ip6ip6 and static ESP, Linux',
  { kind: 'kernel', profile: profileOf('ip6ip6'), own: () => [] },
  'far ULA host',
)

/** Writes a profile that has a user name as well, and no certificates yet. */
const tapWithoutCertificates = (credentials: Credentials): WrittenProfile => {
  const { certificate: _, ...profile } = profileOf('tap')(credentials)
  Object.assign(layerOf(profile, 'openvpn').tls ?? {}, person)
  return profile
}
comesHome(
  'tap by TLS, OpenVPN, with certificates of --with-ca',
  { kind: 'openvpn', profile: tapWithoutCertificates, own: () => [], withCa: places.openvpn },
  'tap gateway',
  'web',
)
comesHome(
  'tap by a static key, OpenVPN, with a network behind the laptop',
  { kind: 'openvpn', profile: (given) => withBehind(profileOf('tap-static')(given), behind.tap), own: () => [] },
  'tap gateway',
  'web',
  guestIsAtHome(),
)

const tincKeys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
})
const tincKeyFile = '/etc/tinc/roam6/rsa_key.priv'
comesHome(
  'tinc',
  {
    kind: 'tinc',
    profile(credentials) {
      const profile = profileOf('tinc')(credentials)
      for (const host of layerOf(profile, 'tinc').hosts) host['public-key'] = tincKeys.publicKey
      return profile
    },
    own: () => [{ path: tincKeyFile, content: tincKeys.privateKey }],
    values: { 'key-file': tincKeyFile },
  },
  'mesh gateway',
  'web',
)

/** Writes the profile of a person who has no certificates yet. */
const withoutCertificates = (credentials: Credentials): WrittenProfile => {
  const { certificate: _, ...profile } = gre(credentials)
  return {
    ...profile,
    layer: [
      {
        kind: 'ike',
        identity: { id: laptopId },
        peer: { id: gatewayId },
        'request-addresses': ['0.0.0.0'],
        'remote-networks': [home.tunnel.network],
      },
      ...profile.layer.slice(1),
    ],
  }
}
comesHome(
  'certificates from nothing, by --with-ca',
  {
    kind: 'strongswan',
    profile: withoutCertificates,
    own: () => [],
    values: laptopInEsp,
    withCa: places.strongswan,
  },
  'home host',
  'web',
)
