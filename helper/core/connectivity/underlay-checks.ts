/** Checks the way from the link to the gateway's ports: useful whether a tunnel stands or not. */
import { familyOf } from '../ip.ts'
import { fixedEnd } from '../layer/links.ts'
import { finding } from '../outcome.ts'
import { type CheckPlan, type ConnectivityFacts, fail, isUp, pass, skip, unknown, warn } from './check.ts'
import { witnesses } from './inside.ts'
import type { EchoResult, Questions, UdpResult } from './questions.ts'

const rtt = ({ rttMs }: EchoResult) => (rttMs === null ? '' : ` after ${rttMs} ms`)
const heard = ({ received, sent, errors }: EchoResult) => [`${received} of ${sent} echoes answered`, ...errors]

const link: CheckPlan = {
  id: 'link',
  layer: 'link',
  title: 'A link is up',
  needs: [],
  judge({ observed, underlay }) {
    const own = observed.links.filter(({ loopback, alias }) => !loopback && !alias?.startsWith('roam6 '))
    // The fallback devices of the kernel's tunnel modules are down on every machine: they say nothing.
    const evidence = (own.some(({ up }) => up) ? own.filter(({ up }) => up) : own).map(
      ({ name, up, carrier, mtu }) => `${name}: ${!up ? 'down' : carrier ? 'up' : 'no carrier'}, MTU ${mtu}`,
    )
    if (underlay) return pass(`${underlay.interface} is up, with an MTU of ${underlay.mtu}`, { evidence })
    const carried = own.filter(({ up, carrier }) => up && carrier)
    return carried.length === 0
      ? fail(finding('no-underlay'), 'No link has a carrier: cable out, or no radio', evidence)
      : fail(finding('no-underlay'), `${carried.map(({ name }) => name).join(', ')} has no route to anywhere`, evidence)
  },
}

const address: CheckPlan = {
  id: 'link-address',
  layer: 'link',
  title: 'This network gave an address',
  needs: ['link'],
  judge({ underlay }) {
    const addresses = underlay?.addresses ?? []
    return addresses.length > 0
      ? pass([...(underlay?.network === undefined ? [] : [underlay.network]), ...addresses].join(', '))
      : fail(
          finding('no-address', { interface: underlay?.interface ?? 'this link' }),
          `${underlay?.interface} has no address: DHCP does not answer`,
        )
  },
}

/** Checks that the laptop has the address that the profile fixes as its end of the tunnel. */
const ownEnd = (local: string): CheckPlan => ({
  id: 'fixed-address',
  layer: 'link',
  title: 'The tunnel’s own end is here',
  needs: ['link-address'],
  judge({ underlay }) {
    const here = (underlay?.addresses ?? []).map((text) => text.split('/')[0] ?? text)
    return here.includes(local) ? pass(local) : fail(finding('not-at-fixed-address', { address: local }), '', here)
  },
})

/** Checks that the router answers. A router may drop pings, but none can do without ARP or neighbour discovery. */
const router: CheckPlan = {
  id: 'router',
  layer: 'router',
  title: 'The router answers',
  needs: ['link-address'],
  async judge({ underlay }, ask) {
    if (!underlay?.router) return skip('The way to the gateway has no router: it is on this link')
    const [echo, there] = await Promise.all([
      ask.echo({ target: underlay.router, interface: underlay.interface, marked: true }),
      ask.neighbour(underlay.router, underlay.interface),
    ])
    if (echo.received > 0) return pass(`${underlay.router} answers${rtt(echo)}`, { evidence: heard(echo) })
    const protocol = familyOf(underlay.router) === 4 ? 'ARP' : 'neighbour discovery'
    if (there) return pass(`${underlay.router} answers ${protocol}, and drops pings`, { evidence: heard(echo) })
    if (there === null) return unknown(`${underlay.router} drops pings, and this link has no ${protocol}`)
    return fail(
      finding('router-silent', { router: underlay.router }),
      `${underlay.router} answers neither pings nor ${protocol}: it is off, or not on this link`,
      heard(echo),
    )
  },
}

/**
 * The distances of routers after our own. A router that reports that a packet died there proves the way as far as that
 * router.
 */
const furtherRouters: readonly number[] = [2, 3, 4, 5]

/**
 * Checks that packets get beyond the router. A network where nobody beyond the router answers may be a fault or a
 * closed network: neither can be proved from here.
 */
const internet: CheckPlan = {
  id: 'internet',
  layer: 'internet',
  title: 'The internet carries packets',
  needs: ['router', 'gateway-name'],
  async judge({ gateway, underlay }, ask) {
    if (gateway === null) return unknown('Nothing beyond the router is known to ask')
    const base = { target: gateway, marked: true } as const
    const there = await ask.echo(base)
    if (there.received > 0)
      return pass(`${gateway} answers${rtt(there)}`, { evidence: heard(there), proves: 'gateway' })
    const hops = await Promise.all(furtherRouters.map((count) => ask.echo({ ...base, hops: count })))
    const died = hops.filter(({ errors }) => errors.includes('too many hops')).length
    const errors = [...new Set([there, ...hops].flatMap((hop) => hop.errors))]
    if (died > 0) return pass(`${died} routers beyond ${underlay?.router ?? 'this link'} answer`, { evidence: errors })
    const refused = errors.find((error) => /network|no route|prohibited/.test(error))
    return refused !== undefined
      ? fail(finding('gateway-silent', { gateway }), `A router says of ${gateway}: ${refused}`, errors)
      : unknown('Nobody beyond the router answers pings; some networks drop them all', { evidence: errors })
  },
}

const gatewayName: CheckPlan = {
  id: 'gateway-name',
  layer: 'gateway',
  title: 'The gateway’s name resolves',
  needs: ['link-address'],
  async judge({ profile }, ask) {
    const resolved = await ask.resolve(profile.gateway)
    if (!resolved.ok) return fail(resolved.finding)
    const gateway = resolved.value
    const words = gateway === profile.gateway ? `${gateway} is an address` : `${profile.gateway} is ${gateway}`
    return pass(words, { learned: { gateway } })
  },
}

const gatewayPing: CheckPlan = {
  id: 'gateway-ping',
  layer: 'gateway',
  title: 'The gateway answers pings',
  needs: ['router', 'gateway-name'],
  async judge({ gateway }, ask) {
    const echo = await ask.echo({ target: gateway ?? '', marked: true, count: 3 })
    if (echo.received === echo.sent)
      return pass(`${gateway} answers${rtt(echo)}`, { evidence: heard(echo), proves: 'gateway' })
    return echo.received > 0
      ? warn(`${echo.sent - echo.received} of ${echo.sent} pings were lost`, {
          evidence: heard(echo),
          proves: 'gateway',
        })
      : unknown('It answers no pings; many gateways drop them', { evidence: heard(echo) })
  },
}

/**
 * Checks a UDP port of the gateway. A working tunnel proves more than an unanswered question: some gateways answer only
 * those they know.
 */
const tunnelWorks = async (facts: ConnectivityFacts, ask: Questions) =>
  isUp(facts) &&
  (await Promise.all(witnesses(facts).map((question) => ask.echo(question)))).some(({ received }) => received > 0)

/** These words say why IKE did not answer, by what came of the question. */
const unanswered: Readonly<Record<Exclude<UdpResult, 'answered'>, (gateway: string, port: number) => string>> = {
  foreign: (gateway, port) => `Something on UDP ${port} of ${gateway} answers, but not as IKE does`,
  refused: (gateway, port) => `${gateway} says that nothing listens on UDP ${port}`,
  unsent: (_, port) => `A packet to UDP ${port} could not be sent or was turned back`,
  silent: (_, port) =>
    `No answer from UDP ${port}: this network or the gateway’s firewall drops it, or IKE does not run there`,
}

const gatewayUdp = (port: 500 | 4500): CheckPlan => ({
  id: `gateway-udp-${port}`,
  layer: 'gateway',
  title: `UDP ${port} answers IKE`,
  needs: ['router', 'gateway-name'],
  async judge(facts, ask) {
    const gateway = facts.gateway ?? ''
    const asked = ask.ike(gateway, port)
    const [{ result, rttMs, errors }, works] = await Promise.all([asked, tunnelWorks(facts, ask)])
    if (result === 'answered')
      return pass(`UDP ${port} answers IKE${rttMs === null ? '' : ` after ${rttMs} ms`}`, { proves: 'gateway' })
    const because = unanswered[result](gateway, port)
    if (works) return warn(`${because}. The tunnel that stands works; a new one may not come up`, { evidence: errors })
    return fail(finding('gateway-silent', { gateway, port }), because, errors)
  },
})

/**
 * Measures the largest packet to the gateway outside the tunnel: the number that the sum of the path MTU begins with.
 */
const underlayMtu: CheckPlan = {
  id: 'underlay-mtu',
  layer: 'internet',
  title: 'Full-size packets arrive',
  needs: ['gateway-ping'],
  async judge({ gateway, underlay }, ask) {
    if (!underlay || gateway === null) return unknown('No way to the gateway')
    const { measured, evidence } = await ask.pathMtu(gateway, underlay.interface, underlay.mtu, true)
    if (measured === null) return unknown('It drops pings, so this cannot be measured', { evidence })
    return measured === underlay.mtu
      ? pass(`${measured} bytes pass, as this link allows`, { evidence })
      : pass(`${measured} bytes pass, ${underlay.mtu - measured} less than this link allows`, { evidence })
  },
}

const ikePorts: readonly CheckPlan[] = [gatewayUdp(500), gatewayUdp(4500)]

export function underlayChecks({ profile }: ConnectivityFacts): readonly CheckPlan[] {
  const local = fixedEnd(profile)
  return [
    link,
    address,
    ...(local === null ? [] : [ownEnd(local)]),
    router,
    internet,
    gatewayName,
    gatewayPing,
    ...(profile.layer.some(({ kind }) => kind === 'ike') ? ikePorts : []),
    underlayMtu,
  ]
}
