/** Checks the way home as applications see it: rules and routes, size, hosts, and the internet beyond. */
import { guardFilter, guardRules } from '../change/guard.ts'
import { guardFilterTable } from '../change/guard-filter.ts'
import { guardTable, rulePriority, table } from '../change/marks.ts'
import { isPresent } from '../change/present.ts'
import { surroundingsOf } from '../change/surroundings.ts'
import { contains, familyOf, globalUnicast } from '../ip.ts'
import { linksOf } from '../layer/links.ts'
import { ipv6MinimumMtu } from '../mtu/ipv6-minimum.ts'
import { finding } from '../outcome.ts'
import { toFinding } from '../problem/wording.ts'
import { destinations, hostsBeyondHome, strays } from './address-choice.ts'
import { type CheckPlan, type ConnectivityFacts, fail, isOwn, isUp, pass, skip, unknown, warn } from './check.ts'
import { innermost, innermostTargets } from './inside.ts'

const notConnected = skip('Not connected')

const guard: CheckPlan = {
  id: 'guard',
  layer: 'route',
  title: 'Home stays off this network',
  needs: [],
  judge({ profile, snapshot, observed }) {
    if (snapshot.intent !== 'up') return skip('Nothing is guarded while off')
    const surroundings = surroundingsOf(profile, observed, [])
    const rules = guardRules(profile, surroundings)
    const missing = rules
      .filter((rule) => !isPresent(rule, observed))
      .map(({ priority, selector }) => `no rule ${priority} ${selector.to ?? 'for what goes to the gateway'}`)
    if (missing.length > 0) return fail(finding('guard-missing'), '', missing)
    const { filters } = observed
    if ('unusable' in filters)
      return warn('', { finding: finding('guard-without-filter', { package: 'nftables' }, [filters.unusable]) })
    const there = filters.tables[guardTable]
    if (!there) return fail(finding('guard-missing'), '', [`no table inet ${guardTable}`])
    // What a rule says depends on the gateway's addresses, which are not known here; that a chain has rules does not.
    const empty = guardFilterTable(guardFilter(profile, surroundings)).chains.filter(
      ({ name, rules: wanted }) => wanted.length > 0 && !there[name]?.length,
    )
    return empty.length > 0
      ? fail(
          finding('guard-missing'),
          '',
          empty.map(({ name }) => `no rule in chain ${name} of table inet ${guardTable}`),
        )
      : pass('What is for home takes the tunnel or nothing', {
          evidence: [`rules from ${rulePriority.home} on (ip -6 rule)`, `table inet ${guardTable} (nft list ruleset)`],
        })
  },
}

const routes = (outermost: string): CheckPlan => ({
  id: 'routes',
  layer: 'route',
  title: 'The routes home are there',
  needs: [outermost],
  judge(facts) {
    if (!isUp(facts)) return notConnected
    const { snapshot, observed } = facts
    const missing = snapshot.routes.find(
      ({ to }) => !observed.routes.some((route) => route.table === table && route.to === to),
    )
    if (missing) return fail(finding('route-missing', { to: missing.to }, [`not in table ${table}`]))
    return pass(snapshot.routes.map(({ to }) => to).join(', '))
  },
})

const routeChoice: CheckPlan = {
  id: 'route-choice',
  layer: 'route',
  title: 'Home goes into the tunnel',
  needs: ['routes'],
  async judge(facts, ask) {
    if (!isUp(facts)) return notConnected
    const choices = await ask.routes(destinations(facts.profile))
    const addresses = facts.snapshot.addresses.map(({ address }) => address)
    const evidence = choices.map(({ words }) => words)
    for (const choice of choices) {
      const by = strays(choice, linksOf(facts.profile), addresses)
      if (by !== null) return fail(finding('route-overridden', { to: choice.to, by }), '', evidence)
    }
    return pass(`${choices.map(({ to }) => to).join(', ')} take it`, { evidence })
  },
}

const deviceMtu = (outermost: string): CheckPlan => ({
  id: 'device-mtu',
  layer: 'mtu',
  title: 'The device has the MTU',
  needs: [outermost],
  judge(facts) {
    const { snapshot, observed } = facts
    if (!isUp(facts) || !snapshot.pathMtu) return notConnected
    const name = innermost(facts)
    const expected = Math.max(snapshot.pathMtu.computed, ipv6MinimumMtu)
    const found = observed.links.find((link) => link.name === name)?.mtu
    if (found === undefined) return unknown(`The device ${name} is gone`)
    return found === expected
      ? pass(`${name} has ${found}, as calculated`)
      : warn(`${name} has ${found}; calculated is ${expected}`, {
          finding: finding('mtu-changed-by-hand', { interface: name, found, expected }),
        })
  },
})

const pathMtu = (insideNeeds: readonly string[]): CheckPlan => ({
  id: 'path-mtu',
  layer: 'mtu',
  title: 'Full-size packets come back',
  needs: insideNeeds,
  async judge(facts, ask) {
    const known = facts.snapshot.pathMtu
    if (!isUp(facts) || !known) return notConnected
    const alive = await firstAlive(facts, ask)
    if (alive === null) return unknown('Nobody inside answers pings, so nothing can be measured')
    const { measured, evidence } = await ask.pathMtu(alive, innermost(facts), Math.max(known.computed, ipv6MinimumMtu))
    if (measured === null) return unknown('No echo came back to measure with', { evidence })
    const applied = known.applied ?? known.computed
    // Where the path carries less than 1280, outer packets are sent in fragments. An echo that comes back does not show then that
    // its packet passed in one piece, so the problem that the status already has is told instead of the measurement.
    const below = facts.snapshot.problems.find(({ code }) => code === 'mtu-below-1280')
    if (below) return warn(below.message, { evidence, finding: { ...toFinding(below), evidence } })
    if (measured < ipv6MinimumMtu)
      return warn(`Only ${measured} pass in one piece`, { evidence, finding: finding('mtu-below-1280', { measured }) })
    if (measured < applied)
      return fail(
        finding('mtu-below-expected', { measured, computed: applied }),
        `The routes allow ${applied}, and packets over ${measured} vanish: a black hole on the way`,
        evidence,
      )
    if (measured > applied) return warn(`The routes allow ${applied}, ${measured} would pass`, { evidence })
    return pass(`${measured} bytes pass, as the routes allow`, { evidence })
  },
})

/** Finds the first address inside that answers an ordinary ping. */
async function firstAlive(facts: ConnectivityFacts, ask: Parameters<CheckPlan['judge']>[1]): Promise<string | null> {
  const targets = innermostTargets(facts)
  const answers = await Promise.all(targets.map((question) => ask.echo(question)))
  return targets.find((_, i) => (answers[i]?.received ?? 0) > 0)?.target ?? null
}

const homeHost =
  (insideNeeds: readonly string[]) =>
  (host: string): CheckPlan => ({
    id: `home-host:${host}`,
    layer: 'home',
    title: `${host} at home answers`,
    needs: [...insideNeeds, 'addresses', 'route-choice'],
    async judge(facts, ask) {
      if (!isUp(facts)) return notConnected
      if (isOwn(facts, host)) return unknown(`${host} is this laptop’s own address: nobody at home is asked`)
      const echo = await ask.echo({ target: host })
      if (echo.received > 0)
        return pass(`${host} answers after ${echo.rttMs} ms`, {
          evidence: [`${echo.received} of ${echo.sent} echoes answered`],
          proves: 'home',
        })
      return fail(finding('home-host-silent', { host }, echo.errors))
    },
  })

const ipv6Internet = (insideNeeds: readonly string[]): CheckPlan => ({
  id: 'ipv6-internet',
  layer: 'ipv6-internet',
  title: 'The IPv6 internet answers',
  needs: [...insideNeeds, 'addresses', 'route-choice'],
  async judge(facts, ask) {
    if (!facts.profile.route.some(({ to }) => contains(to, globalUnicast)))
      return skip('This profile does not route it home')
    if (!isUp(facts)) return notConnected
    const hosts = hostsBeyondHome(facts.profile).filter((host) => familyOf(host) === 6 && !isOwn(facts, host))
    if (hosts.length === 0) return unknown('The profile names no host beyond home to ask: [internet] hosts')
    const answers = await Promise.all(hosts.map((target) => ask.echo({ target })))
    const answering = hosts.filter((_, i) => (answers[i]?.received ?? 0) > 0)
    return answering.length > 0
      ? pass(`${answering.join(', ')} answers`, { proves: 'home' })
      : fail(finding('ipv6-internet-silent'), '', [
          `asked: ${hosts.join(', ')}`,
          ...answers.flatMap(({ errors }) => errors),
        ])
  },
})

const noHomeHost: CheckPlan = {
  id: 'home-host',
  layer: 'home',
  title: 'A host at home answers',
  needs: [],
  judge: () => unknown('The profile names none: [home] hosts'),
}

/** @param layers ids of the outermost and the innermost layer's own checks */
export const homeChecks = (
  { profile }: ConnectivityFacts,
  { outermost, innermost: inner }: { readonly outermost: string; readonly innermost: string },
): readonly CheckPlan[] => [
  guard,
  routes(outermost),
  routeChoice,
  deviceMtu(outermost),
  pathMtu([inner]),
  ...(profile.home.hosts.length === 0 ? [noHomeHost] : profile.home.hosts.map(homeHost([inner]))),
  ipv6Internet([inner]),
]
