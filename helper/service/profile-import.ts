/** Takes a profile in: parsed, its keys decrypted with a passphrase asked once, and stored whole or not at all. */
import { createPrivateKey } from 'node:crypto'
import { stringify } from 'smol-toml'
import type { Profile } from '../contract/profile.ts'
import type { ImportResult } from '../contract/import.ts'
import type { RequestParams } from '../contract/requests.ts'
import { parseProfile } from '../core/profile/parse-profile.ts'
import { summarise } from '../core/profile/summary.ts'
import { RequestFailed } from '../rpc/request-failed.ts'
import type { ProfileStore } from '../system/profile-store.ts'

const isEncrypted = (pem: string) => /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem)

/** PKCS#8 or the older PEM forms (RFC 1421 headers), to plain PKCS#8. */
function decrypted(pem: string, name: string, passphrase: string | undefined): string {
  if (passphrase === undefined) {
    throw new RequestFailed('passphrase-needed', `The key of certificate “${name}” is encrypted.`, {
      place: `certificate.${name}.key`,
      remedy: 'Give its passphrase.',
    })
  }
  try {
    return createPrivateKey({ key: pem, passphrase }).export({ type: 'pkcs8', format: 'pem' }).toString()
  } catch {
    throw new RequestFailed('wrong-passphrase', `That is not the passphrase of the key of certificate “${name}”.`)
  }
}

const decryptKeys = (profile: Profile, passphrase: string | undefined): Profile => ({
  ...profile,
  certificate: Object.fromEntries(
    Object.entries(profile.certificate).map(([name, certificate]) => [
      name,
      certificate.key !== undefined && isEncrypted(certificate.key)
        ? { ...certificate, key: decrypted(certificate.key, name, passphrase) }
        : certificate,
    ]),
  ),
})

/** "laptop.toml, line 12": where a value stands. */
function placeOf(file: string, content: string, value: string): string {
  const line = content.split('\n').findIndex((text) => text.includes(value))
  return line < 0 ? file : `${file}, line ${line + 1}`
}

export function importProfile(request: RequestParams<'import'>, store: ProfileStore): ImportResult {
  const [file, another] = request.files
  if (!file || another) throw new RequestFailed('usage', 'A TOML profile is one file.')
  const parsed = parseProfile(file.content)
  if (!parsed.ok) {
    const [first, ...more] = parsed.faults
    const others = more.length > 0 ? ` (and ${more.length} more: ${more.map(({ place }) => place).join(', ')})` : ''
    throw new RequestFailed('bad-profile', `${first?.what}${others}`, { place: `${file.name}, ${first?.place}` })
  }
  const named = { ...parsed.profile, name: request.name ?? parsed.profile.name }
  const profile = decryptKeys(named, request.answers.passphrase)
  const unchanged = JSON.stringify(profile) === JSON.stringify(parsed.profile)
  if (store.get(profile.name) && !request.replace && !request.dryRun) {
    throw new RequestFailed('profile-exists', `There is already a profile “${profile.name}”.`, {
      remedy: 'Import it under another name, or replace it.',
    })
  }
  if (!request.dryRun) store.put({ profile, toml: unchanged ? file.content : stringify(profile) })

  const from = (value: string) => placeOf(file.name, file.content, value)
  return {
    name: profile.name,
    installed: !request.dryRun,
    questions: [], format: 'toml', understood: [
      { what: `gateway ${profile.gateway}`, from: { file: from('gateway'), line: null }, as: 'directive' },
      ...profile.home.prefixes.map((prefix) => ({ what: `home is ${prefix}`, from: { file: from(prefix), line: null }, as: 'directive' })),
      ...profile.layer.map(({ kind }) => ({ what: `layer ${kind}`, from: { file: from(`"${kind}"`), line: null }, as: 'directive' })),
      ...profile.address.map(({ address }) => ({ what: `address ${address}`, from: { file: from(address), line: null }, as: 'directive' })),
      ...profile.route.map(({ to }) => ({ what: `route to ${to}`, from: { file: from(`"${to}"`), line: null }, as: 'directive' })),
      ...Object.keys(profile.certificate).map((name) => ({
        what: `certificate ${name}`,
        from: from(`certificate.${name}`),
      })),
    ],
    // A key that is not known is an error in our own format: nothing is left out in silence.
    leftOut: [],
    summary: summarise(profile),
  }
}
