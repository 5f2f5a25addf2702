/** A profile's TOML to a `Profile`, or the places where it is wrong. Pure; keys and certificates are not looked into. */
import { parse, TomlError } from 'smol-toml'
import { Profile } from '../../contract/profile.ts'
import { contains, formatPrefix, isDefault, network, parseAddress, parsePrefix } from '../ip.ts'

export interface ProfileFault {
  /** "line 12" or "layer[0].peer.id" */
  readonly place: string
  readonly what: string
}

export type ParsedProfile =
  | { readonly ok: true; readonly profile: Profile }
  | { readonly ok: false; readonly faults: readonly ProfileFault[] }

/** zod's path as a person would write it. */
const placeOf = (path: readonly PropertyKey[]) =>
  path.reduce<string>(
    (place, key) =>
      typeof key === 'number' ? `${place}[${key}]` : place === '' ? String(key) : `${place}.${String(key)}`,
    '',
  ) || 'top level'

export function parseProfile(toml: string): ParsedProfile {
  let document: unknown
  try {
    document = parse(toml.replace(/^\uFEFF/, ''))
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [what = 'is no TOML'] = error.message.split('\n')
    return { ok: false, faults: [{ place: `line ${error.line}`, what }] }
  }
  return checkProfile(document)
}

/** The same for what is parsed already, such as an import's draft. */
export function checkProfile(document: unknown): ParsedProfile {
  const parsed = Profile.safeParse(document)
  if (!parsed.success) {
    return {
      ok: false,
      faults: parsed.error.issues.map((issue) => ({ place: placeOf(issue.path), what: issue.message })),
    }
  }
  const profile = canonical(parsed.data)
  const faults = faultsOf(parsed.data)
  return faults.length > 0 ? { ok: false, faults } : { ok: true, profile }
}

const canonicalAddress = (text: string) => parseAddress(text)?.address ?? text
const canonicalPrefix = (text: string) => {
  const prefix = parsePrefix(text)
  return prefix ? formatPrefix(prefix) : text
}

/** Every address and prefix in the kernel's spelling, so that comparing text is comparing values. */
const canonical = (profile: Profile): Profile => ({
  ...profile,
  gateway: canonicalAddress(profile.gateway),
  home: { prefixes: profile.home.prefixes.map(canonicalPrefix), hosts: profile.home.hosts.map(canonicalAddress) },
  ...(profile.internet ? { internet: { hosts: profile.internet.hosts.map(canonicalAddress) } } : {}),
  layer: profile.layer.map((layer) =>
    layer.kind === 'ike'
      ? {
          ...layer,
          'request-addresses': layer['request-addresses'].map(canonicalAddress),
          'remote-networks': layer['remote-networks'].map(canonicalPrefix),
        }
      : { ...layer, local: canonicalAddress(layer.local), remote: canonicalAddress(layer.remote) },
  ),
  address: profile.address.map(({ address }) => ({ address: canonicalPrefix(address) })),
  route: profile.route.map(({ to }) => ({ to: canonicalPrefix(to) })),
})

/** What a schema of single values cannot say. */
function faultsOf(profile: Profile): ProfileFault[] {
  const faults: ProfileFault[] = []
  const fault = (place: string, what: string) => faults.push({ place, what })

  const address = (place: string, text: string) => {
    if (!parseAddress(text)) fault(place, `“${text}” is no IPv4 or IPv6 address`)
  }
  const prefix = (place: string, text: string, boundary: boolean) => {
    if (!parsePrefix(text)) fault(place, `“${text}” is no IPv4 or IPv6 prefix`)
    else if (boundary && network(text) !== canonicalPrefix(text)) {
      fault(place, `“${text}” is not on a prefix boundary; did you mean ${network(text)}?`)
    }
  }
  const certificate = (place: string, name: string | undefined, needsKey: boolean) => {
    if (name === undefined) return
    const found = profile.certificate[name]
    if (!found) fault(place, `there is no [certificate.${name}]`)
    else if (needsKey && found.key === undefined) fault(place, `[certificate.${name}] has no key`)
  }

  profile.home.prefixes.forEach((text, i) => {
    const place = `home.prefixes[${i}]`
    prefix(place, text, true)
    if (parsePrefix(text) && isDefault(text)) fault(place, 'home cannot be everything; use [[route]] to = "::/0"')
  })
  profile.home.hosts.forEach((text, i) => {
    address(`home.hosts[${i}]`, text)
  })
  profile.internet?.hosts.forEach((text, i) => {
    address(`internet.hosts[${i}]`, text)
  })
  profile.address.forEach(({ address: text }, i) => {
    prefix(`address[${i}].address`, text, false)
  })
  profile.route.forEach(({ to }, i) => {
    prefix(`route[${i}].to`, to, true)
  })
  if (/^[\d.]+$/.test(profile.gateway) && !parseAddress(profile.gateway))
    fault('gateway', `“${profile.gateway}” is no address`)

  profile.layer.forEach((layer, i) => {
    const place = `layer[${i}]`
    if (layer.kind === 'ike') {
      if (i > 0) fault(place, 'ike is a carrier: it must be the outermost layer')
      layer['request-addresses'].forEach((text, n) => {
        address(`${place}.request-addresses[${n}]`, text)
      })
      layer['remote-networks'].forEach((text, n) => {
        prefix(`${place}.remote-networks[${n}]`, text, true)
      })
      const { identity, peer } = layer
      certificate(`${place}.identity.certificate`, identity.certificate, true)
      peer.authorities?.forEach((name, n) => {
        certificate(`${place}.peer.authorities[${n}]`, name, false)
      })
      certificate(`${place}.peer.certificate`, peer.certificate, false)
      const how = identity.authentication ?? (identity.certificate ? 'pubkey' : 'psk')
      const needs = how === 'pubkey' || how === 'eap-tls' ? 'certificate' : 'secret'
      if (identity[needs] === undefined) fault(`${place}.identity`, `${how} needs a ${needs}`)
      const gatewayHow = peer.authentication ?? (how === 'psk' ? 'psk' : 'pubkey')
      if (gatewayHow === 'psk' && how !== 'psk')
        fault(`${place}.peer`, 'the gateway can use psk only where the laptop does')
      if (gatewayHow === 'pubkey' && !peer.authorities?.length && !peer.certificate) {
        fault(`${place}.peer`, 'name the gateway’s certificate or its authorities')
      }
    } else {
      if (i === 0) fault(place, `${layer.kind} does not encrypt: put a carrier such as ike before it`)
      if (layer.local !== 'virtual') address(`${place}.local`, layer.local)
      address(`${place}.remote`, layer.remote)
      const outer = profile.layer[i - 1]
      if (
        outer?.kind === 'ike' &&
        parseAddress(layer.remote) &&
        !outer['remote-networks'].some((n) => parsePrefix(n) && contains(n, layer.remote))
      ) {
        fault(`${place}.remote`, `${layer.remote} is in none of the remote-networks that ESP carries`)
      }
      if (layer.local === 'virtual' && outer?.kind === 'ike' && outer['request-addresses'].length === 0) {
        fault(`${place}.local`, '“virtual” needs request-addresses in the ike layer')
      }
    }
  })
  return faults
}
