/** These states have problems, worded by the helper's own table: a picture shows what people read. */
import type { FindingOf, ProblemCode } from '../../helper/contract/problem.ts'
import type { ProblemArgsOf } from '../../helper/contract/problem-args.ts'
import type { LastSession, Snapshot } from '../../helper/contract/snapshot.ts'
import { toProblem } from '../../helper/core/problem/wording.ts'
import * as world from './world.ts'

export const problem = <Code extends ProblemCode>(
  code: Code,
  args: ProblemArgsOf[Code],
  evidence: readonly string[] = [],
) => toProblem({ code, args, evidence } as FindingOf<Code>)

export const silent = problem('gateway-silent', { gateway: 'tunnel.my.domain', port: 500 }, [
  '5.6.7.8 port 500: no answer to 5 tries',
  '5.6.7.8 port 4500: no answer to 5 tries',
])

export const failed = (since: Date): Snapshot => ({ ...world.failed(since), problems: [silent] })

/** IKE answers, and says no. */
export const refused = (since: Date): Snapshot => ({
  ...world.failed(since),
  problems: [
    problem('refused-by-gateway', { gateway: 'tunnel.my.domain', method: 'IKE' }, [
      'AUTHENTICATION_FAILED',
      'our certificate CN=Client (EC P-256) is valid until 2027-11-26T00:00:00Z and its key fits',
      'it is for our identity client@my.domain',
      'the gateway must know CN=Home CA, which signed CN=Client',
    ]),
  ],
})

/** This failure has the longest words. */
export const unanswered = (since: Date): Snapshot => ({
  ...world.failed(since),
  problems: [
    problem('openvpn-key-unanswered', {
      gateway: 'tunnel.my.domain',
      port: 1194,
      protocol: 'UDP',
      what: 'static key',
    }),
  ],
})

/** Connected, and the gateway gave another address than the profile asks for. */
export const otherAddress = (since: Date): Snapshot => ({
  ...world.connected(since),
  problems: [
    problem('other-virtual-address', { expected: '192.168.101.1', actual: '192.168.101.7' }),
    problem('mtu-below-expected', { measured: 1294, computed: 1414 }),
  ],
  addresses: world
    .connected(since)
    .addresses.map((address) =>
      address.scope === 'ipv4' ? { ...address, address: '192.168.101.7', state: 'other' as const } : address,
    ),
  pathMtu: { ...expectedPath(since), measured: 1294, applied: 1294, reason: 'A link on the way passes less.' },
})

/** Connected, and someone set the MTU of the device. */
export const otherMtu = (since: Date): Snapshot => ({
  ...world.connected(since),
  problems: [problem('mtu-changed-by-hand', { interface: 'roam6', found: 1300, expected: 1414 }, ['roam6: MTU 1300'])],
})

export const offline = (since: Date): Snapshot => ({
  ...world.connecting(since, 'resolve'),
  state: 'reconnecting',
  underlay: null,
  problems: [problem('no-underlay', {})],
})

export const reconnecting = (since: Date): Snapshot => ({
  ...world.connecting(since, 'carrier'),
  state: 'reconnecting',
  problems: [silent],
})

/** Home is wanted, and another program takes the guard away. */
export const unguarded = (since: Date): Snapshot => ({
  ...failed(since),
  problems: [silent, problem('guard-missing', {}, ['no rule 6020 fd12:3456:789a::/48'])],
})

function expectedPath(since: Date): NonNullable<Snapshot['pathMtu']> {
  const { pathMtu } = world.connected(since)
  if (!pathMtu) throw new Error('the fake has a path MTU')
  return pathMtu
}

/** A second profile: another way to the same home. */
export const byTap = { ...world.homeLab, name: 'Home over TCP 443', layers: ['openvpn' as const] }

/** Two hours at home that ended then, as somebody wanted. */
export const lastSession = (until: Date): LastSession => ({
  profile: world.homeLab.name,
  since: new Date(until.getTime() - 2 * 3_600_000).toISOString(),
  until: until.toISOString(),
  awayMs: 0,
  network: 'Train Wi-Fi',
  reason: 'it was disconnected',
})
export const offAgain = (since: Date): Snapshot => ({ ...world.off(since), lastSession: lastSession(since) })
