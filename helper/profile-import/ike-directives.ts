/** Settings that strongSwan's two configurations share under different names, each into facts and accounted for. */

import type { Origin } from '../contract/import.ts'
import { Text } from '../contract/text.ts'
import { isDefault, parseAddress } from '../core/ip.ts'
import { ikeAuthentication } from './authentication.ts'
import { baseName } from './certificates.ts'
import { type DraftBuilder, entryIn, hostOf, type Meaning } from './draft.ts'
import {
  type Authentication,
  type IkeFacts,
  isGre,
  listed,
  mostAddresses,
  takeIdentity,
  takeProposals,
  takeRequest,
  takeSelectors,
} from './ike-facts.ts'

/** One setting with its line. */
export interface Directive {
  readonly key: string
  readonly value: string
  readonly file: string
  readonly line: number
}

export type Take = (facts: IkeFacts, directive: Directive, draft: DraftBuilder) => void

/** What is taken of one section, by key and in this order: what comes first may decide about what comes later. */
export type Takes = Readonly<Record<string, Take>>

export const written = ({ key, value }: Directive): string => `${key}=${value}`
export const originOf = ({ file, line }: { readonly file: string; readonly line: number }): Origin => ({ file, line })

const understandAs =
  (meaning: Meaning | undefined): Take =>
  (_, directive, draft) =>
    draft.understand(written(directive), originOf(directive), 'directive', meaning)

export const understand: Take = understandAs(undefined)

export const leaveOutAs =
  (why: string): Take =>
  (_, directive, draft) =>
    draft.leaveOut(written(directive), originOf(directive), why)

/** Whether strongSwan offers its own proposals behind those of a list: without "!" (ipsec.conf(5)), or by the word "default". */
const asksForDefaults = { bang: (text: string) => !text.trim().endsWith('!'), word: () => false } as const

export const proposals =
  (list: 'ikeProposals' | 'espProposals', defaults: readonly string[], by: keyof typeof asksForDefaults): Take =>
  (facts, directive, draft) => {
    const from = originOf(directive)
    const texts = listed(directive.value)
    const named = texts.filter((text) => text !== 'default')
    facts[list].push(...takeProposals(named, directive.key, from, draft))
    if (named.length === texts.length && !asksForDefaults[by](directive.value)) return
    draft.understand(`${directive.key}: Roam6’s own proposals${named.length > 0 ? ' behind these' : ''}`, from)
    if (facts[list].length > 0) facts[list].push(...defaults)
  }

const starting: Readonly<Record<NonNullable<IkeFacts['start']>, Meaning>> = {
  login: { says: 'It connects when you log in.' },
  demand: { says: 'The file wants it on demand: it connects when you press Connect.' },
  manual: { says: 'It connects when you say so.', usual: true },
}

export const start =
  (starts: Readonly<Record<string, NonNullable<IkeFacts['start']>>>): Take =>
  (facts, directive, draft) => {
    const how = entryIn(starts, directive.value)
    if (how === undefined) return leaveOutAs('is no way to start')(facts, directive, draft)
    facts.start = how
    understandAs(starting[how])(facts, directive, draft)
  }

/** `type` or `mode`. */
export const mode: Take = (facts, directive, draft) => {
  if (directive.value === 'tunnel')
    return understandAs({ says: 'ESP goes in tunnel mode.', usual: true })(facts, directive, draft)
  if (directive.value !== 'transport') return leaveOutAs('Roam6 uses tunnel mode')(facts, directive, draft)
  facts.gre = originOf(directive)
  facts.wantsTransport = true
  const why =
    'Roam6 carries GRE in tunnel mode, which passes NAT; the gateway has to allow it. ' +
    'Transport mode needs the public addresses of both ends'
  facts.betweenHosts.push({ what: written(directive), from: originOf(directive), why })
}

export const ownHost: Take = (facts, directive, draft) => {
  if (directive.value.startsWith('%'))
    return understandAs({ says: 'The laptop speaks from the address it has.', usual: true })(facts, directive, draft)
  const address = parseAddress(directive.value)?.address
  if (address !== undefined) facts.ownHost = address
  const why = 'the laptop speaks from the address it has'
  facts.betweenHosts.push({ what: written(directive), from: originOf(directive), why })
}

/** leftprotoport, rightprotoport: "gre", "47/0", "udp/1701". */
export const protocolAndPort: Take = (facts, directive, draft) => {
  const why = 'Roam6 asks for every protocol, and takes what the gateway allows'
  if (!isGre(directive.value)) return leaveOutAs(why)(facts, directive, draft)
  facts.betweenHosts.push({ what: written(directive), from: originOf(directive), why })
}

export const ownId: Take = (facts, directive, draft) => {
  if (/^%(any6?|fromcert)$/.test(directive.value))
    return understandAs({ says: 'You are who your certificate says.', usual: true })(facts, directive, draft)
  const from = originOf(directive)
  const value = takeIdentity(directive.value, written(directive), from, draft, 'laptop')
  if (value !== undefined) facts.id = { value, from }
}

export const eapId: Take = (facts, directive, draft) => {
  // "%identity" and "%any" are a gateway's: it asks the other end.
  if (directive.value.startsWith('%')) return leaveOutAs('only a gateway needs it')(facts, directive, draft)
  const id = draft.take(Text, directive.value, written(directive), originOf(directive), {
    says: `Your user name is ${directive.value}.`,
  })
  if (id !== undefined) facts.eapId = id
}

const ownProofs: Readonly<Record<Authentication, Meaning>> = {
  pubkey: { says: 'You prove who you are by a certificate.', usual: true },
  psk: { says: 'You prove who you are by a shared key.' },
  'eap-mschapv2': { says: 'You prove who you are by a password.' },
  'eap-tls': { says: 'You prove who you are by a certificate, inside EAP.' },
}
const peerProofs: Readonly<Record<'pubkey' | 'psk', Meaning>> = {
  pubkey: { says: 'The gateway proves itself by a certificate.', usual: true },
  psk: { says: 'The gateway proves itself by a shared key.' },
}

export const ownAuthentication: Take = (facts, directive, draft) => {
  const how = ikeAuthentication(directive.value)
  if (how === null) {
    facts.unknownAuthentication = originOf(directive)
    return leaveOutAs('Roam6 does not authenticate in this way')(facts, directive, draft)
  }
  facts.authentication = how
  understandAs(ownProofs[how])(facts, directive, draft)
}

export const peerAuthentication: Take = (facts, directive, draft) => {
  const how = directive.value === 'any' ? 'pubkey' : ikeAuthentication(directive.value)
  if (how !== 'pubkey' && how !== 'psk')
    return leaveOutAs('the gateway has to prove itself by a certificate or a shared key')(facts, directive, draft)
  facts.peerAuthentication = how
  understandAs(peerProofs[how])(facts, directive, draft)
}

export const request: Take = (facts, directive, draft) => {
  const from = originOf(directive)
  for (const one of listed(directive.value)) {
    if (facts.requestAddresses.length < mostAddresses) takeRequest(facts, one, directive.key, from, draft)
    else draft.leaveOut(`${directive.key} ${one}`, from, `there are more than ${mostAddresses}`)
  }
}

export const selectors =
  (list: 'localNetworks' | 'remoteNetworks'): Take =>
  (facts, directive, draft) => {
    const taken = takeSelectors(list, listed(directive.value), directive.key, originOf(directive), draft)
    // A laptop stands for itself, whatever a gateway may narrow it to.
    const own = list === 'localNetworks' ? taken.prefixes.filter((prefix) => !isDefault(prefix)) : taken.prefixes
    facts[list].push(...own)
    if (own.length < taken.prefixes.length)
      draft.leaveOut(`${directive.key} of everything`, originOf(directive), 'the laptop stands for its own addresses')
    if (taken.gre) facts.gre ??= originOf(directive)
  }

const holders = {
  certificates: (file: string) => `Your certificate is in ${file}.`,
  keys: (file: string) => `Your private key is in ${file}.`,
  peerCertificates: (file: string) => `The gateway is known by ${file}.`,
  authorities: (file: string) => `Who may sign the gateway’s certificate is in ${file}.`,
} as const

export const files =
  (list: 'certificates' | 'keys' | 'peerCertificates' | 'authorities'): Take =>
  (facts, directive, draft) => {
    for (const value of listed(directive.value)) {
      if (value.startsWith('%')) leaveOutAs('smart cards are not used')(facts, directive, draft)
      else {
        const says = holders[list](baseName(value))
        draft.understand(`${directive.key}=${baseName(value)}`, originOf(directive), 'directive', { says })
        facts[list].push({ value, from: originOf(directive) })
      }
    }
  }

/** Told where it is known whether the script is among the files. */
export const updown: Take = (facts, directive) => {
  facts.updown = { value: directive.value, what: written(directive), from: originOf(directive) }
}

export const gateway: Take = (facts, directive, draft) => {
  const from = originOf(directive)
  const [first = '', ...others] = listed(directive.value)
  const host = hostOf(first)
  if (first.startsWith('%')) return leaveOutAs('names no gateway: anyone may call this one')(facts, directive, draft)
  if (host === undefined) return leaveOutAs('is neither a host name nor an address')(facts, directive, draft)
  facts.gateway = host
  understandAs({ says: `The gateway is ${host}.` })(facts, directive, draft)
  for (const other of others) draft.leaveOut(`${directive.key} ${other}`, from, 'a profile has one gateway')
}

export const peerId: Take = (facts, directive, draft) => {
  if (/^%(any6?|fromcert)$/.test(directive.value))
    return leaveOutAs('anyone could pretend to be the gateway')(facts, directive, draft)
  // "%tunnel.my.domain": the certificate may have it among its other names, which is how Roam6 compares anyhow.
  const from = originOf(directive)
  const value = takeIdentity(directive.value.replace(/^%/, ''), written(directive), from, draft, 'gateway')
  if (value !== undefined) facts.peerId = value
}

/** Takes what the table knows out of the settings, and gives back the rest. */
export function takeAll(
  takes: Takes,
  settings: ReadonlyMap<string, Directive>,
  facts: IkeFacts,
  draft: DraftBuilder,
): readonly Directive[] {
  for (const [key, take] of Object.entries(takes)) {
    const directive = settings.get(key)
    if (!directive) continue
    if (listed(directive.value).length > 0) take(facts, directive, draft)
    else leaveOutAs('it is empty')(facts, directive, draft)
  }
  return [...settings].flatMap(([key, directive]) => (Object.hasOwn(takes, key) ? [] : [directive]))
}
