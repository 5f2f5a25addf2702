/** A profile's TOML to a `Profile`, or the places where it is wrong. Pure; keys and certificates are written anew, not looked into. */
import { parse, TomlError } from 'smol-toml'
import * as v from 'valibot'
import { type CarrierKind, Profile } from '../../contract/profile.ts'
import { contains, globalUnicast, isDefault, parseAddress, parsePrefix } from '../ip.ts'
import { behindFaults } from './behind-faults.ts'
import { canonical } from './canonical.ts'
import { faultReporter, type ProfileFault } from './faults.ts'
import { keyPlaces } from './key-places.ts'
import { layerFaults } from './layer-faults.ts'
import { rewriter, withPemAnew } from './pem-fields.ts'
import { schemaFaults } from './schema-faults.ts'
import { syntaxFault } from './syntax-faults.ts'
import { migrated } from './version.ts'

export type { ProfileFault } from './faults.ts'

export type ParsedProfile =
  | { readonly ok: true; readonly profile: Profile }
  | { readonly ok: false; readonly faults: readonly ProfileFault[] }

export function parseProfile(toml: string): ParsedProfile {
  let document: unknown
  try {
    document = parse(toml.replace(/^\uFEFF/, ''))
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    return { ok: false, faults: [syntaxFault(error)] }
  }
  const now = migrated(document)
  const checked = now.ok ? checkProfile(now.document) : { ok: false as const, faults: [now.fault] }
  return checked.ok ? checked : { ok: false, faults: located(checked.faults, toml) }
}

/** Adds the position of each fault, and puts the faults in the order of the text. */
function located(faults: readonly ProfileFault[], toml: string): ProfileFault[] {
  const find = keyPlaces(toml)
  return faults
    .map((fault) => {
      const at = find(fault.place)
      return at ? { ...fault, at } : fault
    })
    .sort((a, b) => (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0))
}

/** Of what is no profile, where the TOML itself is sound. */
export function nameIn(toml: string): string | null {
  try {
    const { name } = parse(toml)
    return typeof name === 'string' ? name : null
  } catch {
    return null
  }
}

/** The same for what is parsed already and of now, such as an import's draft. */
export function checkProfile(document: unknown): ParsedProfile {
  const parsed = v.safeParse(Profile, document)
  if (!parsed.success) return { ok: false, faults: schemaFaults(parsed.issues, document) }
  const faults: ProfileFault[] = []
  const anew = withPemAnew(
    parsed.output,
    rewriter((place, what) => void faults.push({ place, what })),
  )
  const profile = canonical(anew)
  faults.push(...faultsOf(anew))
  return faults.length > 0 ? { ok: false, faults } : { ok: true, profile }
}

/** What a schema of single values cannot say. */
function faultsOf(profile: Profile): ProfileFault[] {
  const faults: ProfileFault[] = []
  const report = faultReporter(profile, faults)
  profile.home.prefixes.forEach((text, i) => {
    const place = `home.prefixes[${i}]`
    report.reachable(place, text)
    if (parsePrefix(text) && isDefault(text))
      report.fault(place, 'home cannot be everything; use [[route]] to = "::/0"')
  })
  profile.home.hosts.forEach((text, i) => {
    report.address(`home.hosts[${i}]`, text)
  })
  profile.internet?.hosts.forEach((text, i) => {
    report.address(`internet.hosts[${i}]`, text)
  })
  const routesInternet = profile.route.some(({ to }) => parsePrefix(to) && contains(to, globalUnicast))
  if (profile.internet?.guarded && !routesInternet)
    report.fault('internet.guarded', 'nothing leads to the IPv6 internet by home: add [[route]] to = "::/0"')
  profile.address.forEach(({ address }, i) => {
    report.addressWithLength(`address[${i}].address`, address)
  })
  profile.route.forEach(({ to, via }, i) => {
    report.prefix(`route[${i}].to`, to)
    if (via !== undefined) report.address(`route[${i}].via`, via)
  })
  if (/^[\d.]+$/.test(profile.gateway) && !parseAddress(profile.gateway))
    report.fault('gateway', `“${profile.gateway}” is no address`)
  const carriers: readonly string[] = ['ike', 'esp', 'openvpn', 'tinc'] satisfies readonly CarrierKind[]
  const carrying = profile.layer.filter(({ kind }) => carriers.includes(kind))
  if (carrying.length === 0) {
    const kinds = profile.layer.map(({ kind }) => kind).join(' and ')
    report.fault('layer', `${kinds} does not encrypt: a carrier such as ike is missing`)
  }
  if (carrying.length > 1) report.fault('layer', 'there is more than one carrier')
  if (profile.layer.length - carrying.length > 1) report.fault('layer', 'there is more than one overlay')
  layerFaults(profile, report)
  behindFaults(profile, report)
  return faults
}
