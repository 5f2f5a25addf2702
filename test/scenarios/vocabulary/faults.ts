/** Faults are what goes wrong in networks, as steps: each breaks one thing for real, and can be mended. */
import { revocationServer } from '../../lab/certificates/bad.ts'
import { hostNamed } from '../../lab/networks/lay-out.ts'
import { home } from '../../lab/networks/places.ts'
import type { Step } from './story.ts'

export interface Fault {
  readonly says: string
  /** These commands break and mend it, on this host. */
  readonly host: string
  readonly breaks: readonly string[]
  readonly mends: readonly string[]
}

/** Drops packets that match, on their way through or into a host. */
const dropping = (host: string, match: string): Pick<Fault, 'host' | 'breaks' | 'mends'> => ({
  host,
  breaks: [
    'nft add table inet fault',
    ...['input', 'forward', 'output'].flatMap((hook) => [
      `nft 'add chain inet fault ${hook} { type filter hook ${hook} priority -5; }'`,
      `nft 'add rule inet fault ${hook} ${match} drop'`,
    ]),
  ],
  mends: ['nft delete table inet fault'],
})

export const faults = {
  cableOut: {
    says: 'the cable is out',
    host: 'cafe',
    breaks: ['ip link set dev port1 down'],
    mends: ['ip link set dev port1 up'],
  },
  routerDead: {
    says: 'the router is dead',
    host: 'cafe',
    breaks: ['ip link set dev lan0 down'],
    mends: ['ip link set dev lan0 up'],
  },
  dnsSilent: { says: 'the DNS does not answer', ...dropping('cafe', 'udp dport 53') },
  internetGone: { says: 'nothing goes beyond the router', ...dropping('isp', 'iifname c0') },
  greBlocked: { says: 'GRE is blocked at the gateway', ...dropping('gateway', 'meta l4proto 47') },
  espBlocked: { says: 'ESP is dropped on the way', ...dropping('isp', 'udp dport 4500 @th,64,32 != 0') },
  protocol50Blocked: { says: 'IP protocol 50 is dropped on the way', ...dropping('isp', 'meta l4proto esp') },
  homeRouteOverridden: {
    says: "somebody's route takes a host of home's away",
    host: 'laptop',
    breaks: [`ip -6 route add ${home.firewall.ula}/128 dev wlan0 table 6006`],
    mends: [`ip -6 route del ${home.firewall.ula}/128 dev wlan0 table 6006`],
  },
  blackHole: { says: 'packets over 1400 bytes vanish', ...dropping('isp', 'ip length > 1400') },
  homeHostDown: { says: 'the home host is down', ...dropping('homefw', `ip6 daddr ${home.firewall.ula}`) },
} as const satisfies Record<string, Fault>

export const breaks = (fault: Fault): Step => ({
  says: fault.says,
  perform: async ({ world }) =>
    void (await hostNamed(world.hosts, fault.host).run(['sh', '-ec', fault.breaks.join('\n')])),
})

export const mends = (fault: Fault): Step => ({
  says: `no longer: ${fault.says}`,
  perform: async ({ world }) =>
    void (await hostNamed(world.hosts, fault.host).run(['sh', '-ec', fault.mends.join('\n')])),
})

/** The authority's list of what it has revoked, where the certificates say that it is. */
export const publishesRevocations = (): Step => ({
  says: 'the authority publishes what it has revoked',
  async perform({ world }) {
    const list = await world.credentials.authority.revocationList()
    const host = hostNamed(world.hosts, revocationServer.host)
    await host.run(['sh', '-c', 'base64 -d >/tmp/revoked.crl'], { input: list.toString('base64') })
    const answer = `printf 'HTTP/1.0 200 OK\\r\\nContent-Type: application/pkix-crl\\r\\nContent-Length: ${list.length}\\r\\n\\r\\n'; cat /tmp/revoked.crl`
    host.start([
      'socat',
      `TCP-LISTEN:80,bind=${revocationServer.address},reuseaddr,fork`,
      `SYSTEM:"${answer.replaceAll('"', '\\"')}"`,
    ])
  },
})
