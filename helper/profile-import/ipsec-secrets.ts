/** What ipsec.secrets(5) gives a connection: its shared secret, names of key files, passphrases of containers. */
import { Secret } from '../contract/text.ts'
import { baseName } from './certificates.ts'
import { fromBase64, textOfBytes } from './der.ts'
import { type DraftBuilder, entryIn } from './draft.ts'
import { originOf } from './ike-directives.ts'
import type { IkeFacts, Sourced } from './ike-facts.ts'
import { leftOutSecrets } from './ipsec-conf-directives.ts'
import type { SecretLine } from './ipsec-conf-grammar.ts'

const fromHex = (digits: string): string | null =>
  /^([0-9a-fA-F]{2})+$/.test(digits)
    ? digits.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)))
    : null

/** "0x…" and "0s…" stand for bytes (ipsec.secrets(5)); a profile keeps text. Null where the bytes are none. */
export function secretText(written: string): string | null {
  const bytes = /^0x/i.test(written)
    ? fromHex(written.slice(2))
    : /^0s/i.test(written)
      ? fromBase64(written.slice(2))
      : undefined
  if (bytes === undefined) return written
  const text = bytes === null ? '' : textOfBytes(bytes)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a profile's secret must not have in it
  return text === '' || /[\u0000-\u001f\u007f-\u009f]/.test(text) ? null : text
}

/** How well a secret's owners fit, as charon weighs them: -1 not at all, 0 for anyone's. */
function fitOf(owners: readonly string[], identities: readonly string[]): number {
  const bare = (id: string) => id.replace(/^@/, '').toLowerCase()
  const known = identities.map(bare)
  const matches = owners.filter((owner) => known.includes(bare(owner))).length
  const anyone = owners.length === 0 || owners.some((owner) => /^%any6?$/.test(owner))
  return matches > 0 ? matches : anyone ? 0 : -1
}

const shared = { psk: 'PSK', 'eap-mschapv2': 'EAP' } as const

/** The secret that this connection uses: of its kind, and these identities' most of all. Others are left out. */
export function secretFor(secrets: readonly SecretLine[], facts: IkeFacts, draft: DraftBuilder): string | undefined {
  const { eapId, id, peerId, gateway, authentication = 'pubkey' } = facts
  const wanted = authentication === 'psk' || authentication === 'eap-mschapv2' ? shared[authentication] : undefined
  const identities = [eapId, id?.value, peerId, gateway].filter((one) => one !== undefined)
  const fitting = secrets
    .map((secret) => ({ secret, fit: secret.type === wanted ? fitOf(secret.owners, identities) : -1 }))
    .filter(({ fit }) => fit >= 0)
    .sort((a, b) => b.fit - a.fit)
  const [best, second] = fitting
  for (const secret of secrets)
    if (Object.values<string>(shared).includes(secret.type) && secret !== best?.secret)
      draft.leaveOut(`secret of type ${secret.type}`, originOf(secret), 'it is for others, or another fits better')
  if (!best) return undefined
  const what = `secret of type ${best.secret.type}`
  const from = originOf(best.secret)
  const written = best.secret.values[0] ?? ''
  if (second && second.fit === best.fit && second.secret.values[0] !== written) {
    draft.leaveOut(what, from, 'another one fits as well')
    return undefined
  }
  const text = secretText(written)
  if (text !== null) return draft.take(Secret, text, what, from)
  draft.leaveOut(what, from, 'its bytes are no text, which a profile keeps')
  return undefined
}

const keyTypes = ['RSA', 'ECDSA', 'PKCS8', 'PRIV']

/** Names of key files; everything that is neither these nor shared is accounted for here. */
export function keyReferences(secrets: readonly SecretLine[], draft: DraftBuilder): Sourced<string>[] {
  return secrets.flatMap((secret) => {
    const from = originOf(secret)
    const [file = '', passphrase] = secret.values
    if (keyTypes.includes(secret.type) || secret.type === 'P12') {
      draft.understand(`${secret.type} ${baseName(file)}`, from)
      if (passphrase !== undefined && secret.type !== 'P12')
        draft.leaveOut(`passphrase of ${baseName(file)}`, from, 'it is asked for where the key is encrypted')
      return secret.type === 'P12' ? [] : [{ value: file, from }]
    }
    if (!Object.values<string>(shared).includes(secret.type))
      draft.leaveOut(
        `secret of type ${secret.type}`,
        from,
        entryIn(leftOutSecrets, secret.type) ?? 'this type is not known',
      )
    return []
  })
}

/** Containers' passphrases by the name of their file. */
export const passphrasesOf = (secrets: readonly SecretLine[]): ReadonlyMap<string, string> =>
  new Map(
    secrets.flatMap(({ type, values: [file, passphrase] }) =>
      type === 'P12' && file !== undefined && passphrase !== undefined && !passphrase.startsWith('%')
        ? [[baseName(file), passphrase] as const]
        : [],
    ),
  )
