/** Gives a profile that has no certificates those of an authority of its own, in a folder of its own. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify, TomlError } from 'smol-toml'
import * as v from 'valibot'
import { namedTable } from '../../../helper/contract/table.ts'
import type { GatewayKind } from '../../../helper/core/gateway/text.ts'
import { UsageError } from '../verb.ts'
import { canBeNamed, makePki, type Pki, type Subject } from './authority.ts'

/** Reads as much of a profile as is needed before the profile has certificates. */
const Draft = v.looseObject({
  name: v.string(),
  gateway: v.string(),
  layer: v.pipe(v.array(v.looseObject({ kind: v.string() })), v.nonEmpty()),
  certificate: v.optional(namedTable(v.string(), v.unknown()), {}),
})
type Draft = v.InferOutput<typeof Draft>

const Ike = v.looseObject({
  identity: v.looseObject({
    id: v.string(),
    authentication: v.optional(v.string()),
    certificate: v.optional(v.string()),
    secret: v.optional(v.string()),
  }),
  peer: v.looseObject({ id: v.string(), authorities: v.optional(v.pipe(v.array(v.string()), v.nonEmpty())) }),
})
const OpenVpn = v.looseObject({
  tls: v.looseObject({
    authorities: v.optional(v.pipe(v.array(v.string()), v.nonEmpty())),
    certificate: v.optional(v.string()),
    username: v.optional(v.string()),
    'server-name': v.optional(v.string()),
  }),
})

/** Says how the certificates are called in the profile, and whom they are for. */
interface Wanted {
  readonly layer: Draft['layer'][number]
  readonly authority: string
  /** Null where the laptop proves itself by a secret. */
  readonly laptop: string | null
  readonly gatewaySubject: Subject
  readonly laptopSubject: Subject
}

/** OpenVPN takes any certificate that the authority has signed, whomever it names. */
const anonymous: Subject = { commonName: 'laptop', alternativeName: null }

function wantedByIke(layer: Draft['layer'][number]): Wanted {
  const { identity, peer } = read(Ike, layer)
  const how = identity.authentication ?? (identity.secret === undefined ? 'pubkey' : 'psk')
  const [authority = 'ca'] = peer.authorities ?? []
  const laptop = how === 'pubkey' || how === 'eap-tls' ? (identity.certificate ?? 'laptop') : null
  const own = laptop === null ? identity : { ...identity, certificate: laptop }
  if (how === 'psk') throw new UsageError('this profile’s ends hold one secret: no certificates are needed')
  return {
    layer: { ...layer, identity: own, peer: { ...peer, authorities: [authority] } },
    authority,
    laptop,
    gatewaySubject: named(peer.id),
    laptopSubject: laptop === null ? anonymous : named(identity.id),
  }
}

function wantedByOpenVpn(layer: Draft['layer'][number], gateway: string): Wanted {
  const { tls } = read(OpenVpn, layer)
  const [authority = 'ca'] = tls.authorities ?? []
  const laptop = tls.certificate ?? (tls.username === undefined ? 'laptop' : null)
  const own = laptop === null ? {} : { certificate: laptop }
  return {
    layer: { ...layer, tls: { ...tls, authorities: [authority], ...own } },
    authority,
    laptop,
    gatewaySubject: named(tls['server-name'] ?? gateway),
    laptopSubject: anonymous,
  }
}

function named(id: string): Subject {
  if (!canBeNamed(id)) throw new UsageError(`--with-ca makes certificates for names and addresses, not for “${id}”`)
  return { commonName: id, alternativeName: id }
}

function read<Value>(schema: v.GenericSchema<unknown, Value>, value: unknown): Value {
  const found = v.safeParse(schema, value)
  if (found.success) return found.output
  const [issue] = found.issues
  throw new UsageError(`${v.getDotPath(issue) ?? ''}: ${issue.message}`)
}

function parsed(toml: string): unknown {
  try {
    return parse(toml)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    throw new UsageError(`line ${error.line}: ${error.message.split('\n')[0]}`)
  }
}

function wantedBy({ layer: [outermost], gateway }: Draft): Wanted {
  if (outermost?.kind === 'ike') return wantedByIke(outermost)
  if (outermost?.kind === 'openvpn' && 'tls' in outermost) return wantedByOpenVpn(outermost, gateway)
  throw new UsageError('--with-ca is for profiles with certificates: ike, and openvpn by TLS')
}

export interface AuthorityRequest {
  /** A folder that does not exist yet. */
  readonly folder: string
  readonly days: number
  readonly passphrase: string | null
  readonly now: Date
}

export interface MadeAuthority {
  /** The profile with its certificates. */
  readonly toml: string
  /** Writes all of it into the folder. @throws UsageError where the folder is there already */
  keep(): void
}

/** A table whose PEM is still to be filled in, as in the examples, is a missing one. */
const isMade = (table: unknown) => /-----BEGIN /.test(JSON.stringify(table))

/** @throws UsageError where the profile has certificates already, or cannot have any */
export function withAuthority(toml: string, request: AuthorityRequest): MadeAuthority {
  const draft = read(Draft, parsed(toml))
  const wanted = wantedBy(draft)
  const names = [wanted.authority, ...(wanted.laptop === null ? [] : [wanted.laptop])]
  const known = names.find((name) => Object.hasOwn(draft.certificate, name) && isMade(draft.certificate[name]))
  if (known !== undefined) throw new UsageError(`--with-ca makes what is missing: there is a [certificate.${known}]`)
  const { days, passphrase, now, folder } = request
  const pki = makePki({
    name: draft.name,
    gateway: wanted.gatewaySubject,
    laptop: wanted.laptopSubject,
    days,
    passphrase,
    now,
  })
  const certificate = {
    ...draft.certificate,
    [wanted.authority]: { pem: pki.authority.certificate, crl: pki.revocationList },
    ...(wanted.laptop === null ? {} : { [wanted.laptop]: { pem: pki.laptop.certificate, key: pki.laptop.key } }),
  }
  const whole = stringify({ ...draft, layer: [wanted.layer, ...draft.layer.slice(1)], certificate })
  return { toml: whole, keep: () => keep(folder, pki, whole) }
}

function keep(folder: string, pki: Pki, profile: string): void {
  const [everybody, owner] = [0o644, 0o600]
  const files = [
    ['authority.pem', pki.authority.certificate, everybody],
    ['authority.key', pki.authority.key, owner],
    ['authority.crl', pki.revocationList, everybody],
    ['gateway.pem', pki.gateway.certificate, everybody],
    ['gateway.key', pki.gateway.key, owner],
    ['laptop.toml', profile, owner],
  ] as const
  try {
    mkdirSync(folder, { mode: 0o700 })
    for (const [name, content, mode] of files) writeFileSync(join(folder, name), content, { mode, flag: 'wx' })
  } catch (error) {
    throw new UsageError(`${folder}: ${(error as NodeJS.ErrnoException).code}`)
  }
}

/** Says where each kind of gateway has its own certificate and key. */
export const ownPlaces: Readonly<Partial<Record<GatewayKind, { readonly certificate: string; readonly key: string }>>> =
  {
    strongswan: { certificate: '/etc/swanctl/x509/gateway.pem', key: '/etc/swanctl/private/gateway.key' },
    openiked: { certificate: '/etc/iked/certs/gateway.pem', key: '/etc/iked/private/local.key' },
    openvpn: { certificate: '/etc/openvpn/server/gateway.pem', key: '/etc/openvpn/server/gateway.key' },
  }
