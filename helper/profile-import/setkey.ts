/**
 * setkey(8) and ipsec-tools.conf: ESP with typed keys, with the scripts or the interfaces(5) beside it that make the
 * ip6ip6 or GRE tunnel between its two ends and give out addresses.
 */
import { stemOf } from './certificates.ts'
import { type DraftBuilder, draftBuilder, refused } from './draft.ts'
import { type HomeCandidate, homeOf } from './home.ts'
import type { Imported, Importer, ImportSource, SourceFile } from './importer.ts'
import { associationOf, endsOf, networksOf, type Read } from './setkey/esp.ts'
import { readStatements, type Statement, said } from './setkey/grammar.ts'
import { addressesOf, isInside, overlayOf } from './setkey/overlay.ts'
import { meaningOf } from './setkey/statements.ts'
import { addressingOf, mayHoldFacts, placedFacts } from './shell/tunnel-facts.ts'

const likeness = ({ text }: SourceFile): number => {
  if (text === null) return 0
  if (/^#!.*\bsetkey\b/.test(text)) return 1
  return /^[ \t]*(?:spdadd|add)[ \t]+(?:-[46n]+[ \t]+)?[0-9a-fA-F:.]\S*[ \t]+[0-9a-fA-F:.]\S*[ \t]/m.test(text)
    ? 0.9
    : 0
}

/** A profile has two associations and 64 prefixes a side. */
const mostStatements = 500

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
    if (mayHoldFacts(file)) return placedFacts(file, draft)
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
