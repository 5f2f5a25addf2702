/**
 * setkey(8) and ipsec-tools.conf: ESP with typed keys, with the scripts or the interfaces(5) beside it that make the
 * ip6ip6 or GRE tunnel between its two ends and give out addresses.
 */
import type * as z from 'zod'
import type { Origin } from '../../contract/import.ts'
import type { GreLayer } from '../../contract/layer/gre.ts'
import type { Ip6ip6Layer } from '../../contract/layer/ip6ip6.ts'
import { contains, parseAddress } from '../ip.ts'
import { stemOf } from './certificates.ts'
import { type DraftBuilder, draftBuilder, refused, severalOf } from './draft.ts'
import { type HomeCandidate, homeOf } from './home.ts'
import type { Imported, Importer, ImportSource, SourceFile } from './importer.ts'
import { type Association, meaningOf, type Policy, readStatements, type Statement, said } from './setkey/statements.ts'
import { isInterfacesFile } from './shell/shell-facts.ts'
import { addressingOf, type PlacedFact, placedFacts } from './shell/tunnel-facts.ts'

type Overlay = z.input<typeof Ip6ip6Layer> | z.input<typeof GreLayer>

const likeness = ({ text }: SourceFile): number => {
  if (text === null) return 0
  if (/^#!.*\bsetkey\b/.test(text)) return 1
  return /^[ \t]*(?:spdadd|add)[ \t]+(?:-[46n]+[ \t]+)?[0-9a-fA-F:.]+\S*[ \t]+[0-9a-fA-F:.]+\S*[ \t]/m.test(text)
    ? 0.9
    : 0
}

/** A profile has two associations and 64 prefixes a side. */
const mostStatements = 500

type Placed<Meaning> = Meaning & { readonly from: Origin; readonly text: string }

interface Read {
  readonly associations: Placed<Association>[]
  readonly policies: Placed<Policy>[]
}

function readFile(file: SourceFile, into: Read, draft: DraftBuilder): void {
  const statements = readStatements(file.text ?? '', file.name)
  const beyond = statements[mostStatements]
  if (beyond) draft.leaveOut(`${statements.length - mostStatements} more`, beyond.from, 'there are too many to read')
  for (const statement of statements.slice(0, mostStatements)) {
    const meaning = meaningOf(statement)
    const { from } = statement
    const text = said(statement)
    if (meaning.kind === 'none') draft.leaveOut(text, from, meaning.why)
    else if (meaning.kind === 'association') into.associations.push({ ...meaning, from, text })
    else into.policies.push({ ...meaning, from, text })
    if (meaning.kind === 'policy' && meaning.tunnel === null) draft.leaveOut(lost(statement), from, missingRule)
  }
}

const missingRule = 'its rule is missing: “esp/tunnel/SOURCE-DESTINATION/require” after “ipsec”'
const lost = (statement: Statement) => `${said(statement)} …${statement.ended ? '' : ' and the “;”'}`

interface Networks {
  readonly local: readonly string[]
  readonly remote: readonly string[]
}

interface Ends {
  readonly local: string
  readonly remote: string
}

/** Which end is ours: a policy's rule says it, an address that a script gives to this machine, or whoever imports. */
function endsOf({ associations, policies }: Read, facts: readonly PlacedFact[], draft: DraftBuilder): Ends | undefined {
  const out = policies.find(({ direction, tunnel }) => direction === 'out' && tunnel)
  if (out?.tunnel) return { local: out.tunnel.source, remote: out.tunnel.destination }
  const into = policies.find(({ direction, tunnel }) => direction === 'in' && tunnel)
  if (into?.tunnel) return { local: into.tunnel.destination, remote: into.tunnel.source }
  const pairs = associations.map(({ source, destination }) => ({ local: source, remote: destination }))
  const own = new Set(facts.flatMap((fact) => (fact.kind === 'address' ? [fact.address.split('/')[0]] : [])))
  const [told, another] = pairs.filter(({ local, remote }) => own.has(local) && !own.has(remote))
  if (told && !another) {
    const fact = facts.find((one) => one.kind === 'address' && one.address.startsWith(`${told.local}/`))
    if (fact)
      draft.understand(
        `ESP goes from ${told.local} to ${told.remote}: the first is this machine’s address`,
        fact.from,
        'fact',
      )
    return told
  }
  const choices = [...new Set(pairs.map(({ local, remote }) => `${local}-${remote}`))]
  if (choices.length === 0) return undefined
  const answer = draft.ask({
    id: 'esp-tunnel',
    kind: 'choice',
    what: 'Between which ends ESP goes, this laptop’s address first',
    why: 'No policy says which of them is this laptop’s: the end of its line is missing.',
    choices,
    from: policies.find(({ direction }) => direction === 'out')?.from ?? associations[0]?.from ?? null,
  })
  const [local, remote] = answer?.split('-') ?? []
  return local !== undefined && remote !== undefined ? { local, remote } : undefined
}

function networksOf({ policies }: Read, ends: Ends | undefined, draft: DraftBuilder): Networks {
  const local = new Set<string>()
  const remote = new Set<string>()
  for (const { direction, source, destination, tunnel, from, text } of policies) {
    const fits = (one: string | undefined, other: string | undefined) => one === ends?.local && other === ends?.remote
    const [near, far] =
      direction === 'out' ? [tunnel?.source, tunnel?.destination] : [tunnel?.destination, tunnel?.source]
    if (tunnel && !fits(near, far)) {
      draft.leaveOut(text, from, 'is of another tunnel; a profile has one')
      continue
    }
    draft.understand(text, from)
    local.add(direction === 'out' ? source : destination)
    remote.add(direction === 'out' ? destination : source)
  }
  const ask = (id: string, what: string, known: ReadonlySet<string>): readonly string[] => {
    if (known.size > 0) return [...known]
    const answer = draft.ask({ id, kind: 'prefix', what, why: 'No policy says what ESP protects.', from: null })
    return answer === undefined ? [] : severalOf(answer)
  }
  return {
    local: ask('local-networks', 'The prefixes on this laptop’s side', local),
    remote: ask('remote-networks', 'The prefixes on the far side', remote),
  }
}

/** The association of one direction; the last of several, as setkey would refuse or replace an earlier one. */
function associationOf(read: Read, from: string, to: string, draft: DraftBuilder) {
  const found = read.associations.findLast(({ source, destination }) => source === from && destination === to)
  if (found) draft.understand(found.text, found.from)
  return found?.esp
}

/** An end of the tunnel that makes the way for ESP: what stands there is no address in every print. */
function endOf(text: string | null, id: string, what: string, from: Origin, draft: DraftBuilder): string | undefined {
  const address = parseAddress(text ?? '')?.address
  if (address !== undefined) return address
  return draft.ask({
    id,
    kind: 'address',
    what,
    why: text === null ? 'The command names none.' : `“${text.slice(0, 64)}” is no address.`,
    from,
  })
}

function overlayOf(facts: readonly PlacedFact[], draft: DraftBuilder): { layer: Overlay; device: string } | undefined {
  const [fact, ...more] = facts.filter((one) => one.kind === 'tunnel')
  for (const another of more) draft.leaveOut(another.text, another.from, 'is another tunnel; a profile has one')
  if (!fact) return undefined
  const local = endOf(fact.local, 'tunnel-local', 'This laptop’s end of the tunnel, an address', fact.from, draft)
  const remote = endOf(fact.remote, 'tunnel-remote', 'The far end of the tunnel, an address', fact.from, draft)
  draft.understand(fact.text, fact.from, 'fact')
  if (local === undefined || remote === undefined) return undefined
  const layer: Overlay =
    fact.mode === 'gre'
      ? { kind: 'gre', local, remote, ...(fact.key === null ? {} : { key: fact.key }) }
      : {
          kind: 'ip6ip6',
          local,
          remote,
          ...(fact.encapsulationLimit === null ? {} : { 'encapsulation-limit': fact.encapsulationLimit }),
          ...(fact.hopLimit === null || fact.hopLimit === 0 ? {} : { 'hop-limit': fact.hopLimit }),
        }
  return { layer, device: fact.device }
}

/**
 * Addresses that belong to the tunnel's device, to ESP's own end, or to what ESP protects on our side. One of the latter
 * must be there; ESP's own end is the layer's.
 */
function addressesOf(
  facts: readonly PlacedFact[],
  device: string | undefined,
  ends: Ends | undefined,
  local: readonly string[],
  draft: DraftBuilder,
): readonly { readonly address: string }[] {
  const found: { address: string }[] = []
  for (const fact of facts) {
    if (fact.kind === 'address') {
      const [address = ''] = fact.address.split('/')
      const inside = local.some((prefix) => contains(prefix, address))
      if (fact.device === device || address === ends?.local || inside) {
        draft.understand(`address ${fact.address}`, fact.from, 'fact')
        found.push({ address: fact.address })
      } else draft.leaveOut(fact.text, fact.from, 'is an address of another network')
    } else if (fact.kind === 'mtu') {
      draft.understand(`MTU ${fact.mtu}, to compare with what Roam6 calculates and measures`, fact.from, 'fact')
    } else if (fact.kind === 'route') {
      draft.understand(`route to ${fact.to}, which ESP’s policies say too`, fact.from, 'fact')
    } else if (fact.kind === 'name') {
      draft.leaveOut(fact.text, fact.from, 'Roam6 names this device itself')
    }
  }
  const missing = local.filter((prefix) => !found.some(({ address }) => contains(prefix, address.split('/')[0] ?? '')))
  if (local.length > 0 && missing.length === local.length) {
    const answer = draft.ask(
      {
        id: 'address',
        kind: 'prefix',
        what: `This laptop’s address in ${local.join(' or ')}, with its prefix length`,
        why: 'ESP carries nothing but what comes from there, and no file gives this laptop an address in it.',
        from: null,
      },
      (text) => {
        const inside = severalOf(text).every((one) => local.some((prefix) => contains(prefix, one.split('/')[0] ?? '')))
        return inside ? null : `must be in ${local.join(' or ')}`
      },
    )
    found.push(...severalOf(answer ?? '').map((address) => ({ address })))
  }
  return found
}

/** Whether ESP protects the tunnel; else the tunnel makes the way for ESP, as the article's does. */
const isInside = (overlay: Overlay, ends: Ends, { local, remote }: Networks) =>
  (overlay.local === ends.local && overlay.remote === ends.remote) ||
  (local.some((prefix) => contains(prefix, overlay.local)) && remote.some((prefix) => contains(prefix, overlay.remote)))

function read({ files, answers }: ImportSource): Imported {
  const configs = files.filter((file) => likeness(file) > 0)
  const [config] = configs
  if (!config) return refused(files[0]?.name ?? '', 'is no file of setkey')
  const draft = draftBuilder(answers)
  const found: Read = { associations: [], policies: [] }
  for (const file of configs) readFile(file, found, draft)
  if (found.associations.length === 0 && found.policies.length === 0)
    return refused(config.name, 'there is neither an association nor a policy of ESP in it that Roam6 can use')

  const scripts = files.filter((file) => !configs.includes(file))
  const facts = scripts.flatMap((file) => {
    if (
      file.text !== null &&
      (file.text.startsWith('#!') || isInterfacesFile(file.text) || /^\s*(ip|ifconfig|route)\s/m.test(file.text))
    )
      return placedFacts(file, draft)
    draft.leaveOut(file.name, { file: file.name, line: null }, 'is neither a file of setkey nor a script')
    return []
  })
  const overlay = overlayOf(facts, draft)
  const ends = endsOf(found, facts, draft)
  const networks = networksOf(found, ends, draft)
  const into = ends && associationOf(found, ends.remote, ends.local, draft)
  const out = ends && associationOf(found, ends.local, ends.remote, draft)
  if (ends && (!into || !out)) {
    const lacking = into ? `${ends.local} to ${ends.remote}` : `${ends.remote} to ${ends.local}`
    return refused(config.name, `no association with keys goes from ${lacking}`, 'Add its line, “add … esp …”.')
  }
  for (const { source, destination, text, from } of found.associations) {
    const used = ends && [source, destination].every((end) => end === ends.local || end === ends.remote)
    if (ends && !used) draft.leaveOut(text, from, 'is between other ends')
  }
  const inside = overlay !== undefined && ends !== undefined && isInside(overlay.layer, ends, networks)
  const carried: readonly HomeCandidate[] = networks.remote.map((prefix) => ({
    prefix,
    because: 'ESP carries it',
    from: found.policies[0]?.from ?? { file: config.name, line: null },
    as: 'directive',
  }))
  const { address, route, home } = inside
    ? addressingOf(
        facts.filter((fact) => fact.kind !== 'tunnel'),
        overlay.device,
        false,
        draft,
      )
    : { address: addressesOf(facts, overlay?.device, ends, networks.local, draft), route: [], home: carried }
  const prefixes = homeOf(home, draft)
  const esp = ends &&
    into &&
    out && {
      kind: 'esp' as const,
      ...ends,
      'local-networks': [...networks.local],
      'remote-networks': [...networks.remote],
      in: into,
      out,
    }
  const carrier = esp ? [esp] : []
  const layers = !overlay ? carrier : inside ? [...carrier, overlay.layer] : [overlay.layer, ...carrier]
  const gateway = overlay && !inside ? overlay.layer.remote : ends?.remote
  return draft.imported({
    name: stemOf(config.name),
    ...(gateway === undefined ? {} : { gateway }),
    ...(prefixes.length === 0 ? {} : { home: { prefixes: [...prefixes] } }),
    ...(layers.length === 0 ? {} : { layer: layers }),
    address: [...address],
    route: [...route],
  })
}

export const setkey: Importer = {
  format: 'setkey',
  title: 'setkey (ipsec-tools.conf)',
  recognise: (files) => Math.max(0, ...files.map(likeness)),
  read,
}
