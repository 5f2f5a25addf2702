/**
 * What the configurations of IKE daemons and clients say in common, each value with its line. Every importer of them
 * fills this; `ike-draft.ts` makes a profile of it and asks for the rest.
 */
import type { Origin } from '../contract/import.ts'
import { type IkeLayer, IkeProposal } from '../contract/layer/ike.ts'
import { Text } from '../contract/text.ts'
import { familyOf, hostPrefix, isDefault, network, parseAddress, parsePrefix } from '../core/ip.ts'
import { notHome } from '../core/profile/not-home.ts'
import { type DraftBuilder, type Meaning, shown } from './draft.ts'
import type { PlacedFact } from './shell/tunnel-facts.ts'

export interface Sourced<Value> {
  readonly value: Value
  readonly from: Origin
}

export type Authentication = NonNullable<IkeLayer['identity']['authentication']>

export interface IkeFacts {
  /** Where the connection begins: what questions that no line raised point at. */
  readonly place: Origin
  name?: string
  gateway?: string
  /** Without `id`, our certificate's subject or the answer. */
  id?: Sourced<string>
  authentication?: Authentication
  /** Names of files, or of what is inside one. */
  certificates: Sourced<string>[]
  keys: Sourced<string>[]
  /** The line that names a way that Roam6 does not take. */
  unknownAuthentication?: Origin
  secret?: string
  eapId?: string
  /** What the format takes for the gateway's where no line says it. */
  peerId?: string
  peerAuthentication?: 'pubkey' | 'psk'
  peerCertificates: Sourced<string>[]
  /** None: every authority among the files. */
  authorities: Sourced<string>[]
  requestAddresses: string[]
  /** Any address, of the tunnel's own family: known when the gateway is. */
  requestsOwnFamily: boolean
  localNetworks: string[]
  remoteNetworks: string[]
  ikeProposals: string[]
  espProposals: string[]
  /** The line that shows that GRE is to run inside: transport mode, or selectors of that protocol. */
  gre?: Origin
  /** Lines that say something of transport mode between the two hosts themselves, and why each is left out in tunnel mode. */
  betweenHosts: { readonly what: string; readonly from: Origin; readonly why: string }[]
  wantsTransport: boolean
  /** Our own address on the internet, where a line says it. */
  ownHost?: string
  start?: 'manual' | 'login' | 'demand'
  /** The line that names what strongSwan runs when the tunnel goes up or down. */
  updown?: Sourced<string> & { readonly what: string }
  /** What scripts beside the configuration say; they are read, not run. */
  scripts: readonly PlacedFact[]
}

export const ikeFacts = (place: Origin): IkeFacts => ({
  place,
  certificates: [],
  keys: [],
  peerCertificates: [],
  authorities: [],
  requestAddresses: [],
  requestsOwnFamily: false,
  localNetworks: [],
  remoteNetworks: [],
  ikeProposals: [],
  espProposals: [],
  betweenHosts: [],
  wantsTransport: false,
  scripts: [],
})

/** "a, b" as strongSwan cuts lists. */
export const listed = (text: string): readonly string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

const identities = {
  laptop: (id: string): Meaning => ({ says: `You are ${id} to the gateway.` }),
  gateway: (id: string): Meaning => ({ says: `The gateway must prove to be ${id}.` }),
} as const

/**
 * An identity as charon takes it. The "@" that says "this is a name, do not look it up" goes, where what is left is a
 * name anyhow (strongSwan, identification_create_from_string).
 */
export function takeIdentity(
  text: string,
  what: string,
  from: Origin,
  draft: DraftBuilder,
  whose: keyof typeof identities,
): string | undefined {
  if (/^\s*(%any6?)?\s*$/.test(text)) {
    draft.leaveOut(what, from, 'it names nobody')
    return undefined
  }
  const taken = draft.take(Text, text.trim(), what, from, identities[whose](text.trim().replace(/^@+/, '')))
  const name = taken?.replace(/^@@(?=[^@]+@)|^@(?=[^@#])/, '')
  return name !== undefined && parseAddress(name) ? taken : name
}

/** As the contract has them. */
const mostProposals = 16
export const mostAddresses = 8
const mostNetworks = 64

/** Each proposal of a list; the "!" at its end, which forbids others, is for whoever calls. */
export function takeProposals(
  texts: readonly string[],
  what: string,
  from: Origin,
  draft: DraftBuilder,
): readonly string[] {
  if (texts.length > mostProposals)
    draft.leaveOut(`${what}: ${texts.length - mostProposals} proposals`, from, `there are more than ${mostProposals}`)
  return texts.slice(0, mostProposals).flatMap((text) => {
    const proposal = text.toLowerCase().replace(/!$/, '')
    return draft.take(IkeProposal, proposal, `${what} ${text}`, from, { says: `${proposal} may be agreed on.` }) ?? []
  })
}

export interface Selectors {
  readonly prefixes: readonly string[]
  readonly gre: boolean
}

/** What stands in "[…]" behind a selector: protocol and port (swanctl.conf(5), local_ts). GRE is 47. */
export const isGre = (protocol: string): boolean => /^(gre|47)(\/|$)/.test(protocol)

const ownAddress: Meaning = { says: 'An end of the tunnel is the address that each side has.', usual: true }

const sides = {
  localNetworks: (prefix: string): Meaning => ({ says: `The laptop stands for ${prefix}.` }),
  remoteNetworks: (prefix: string): Meaning => ({
    says: isDefault(prefix)
      ? `The tunnel leads everywhere, by IPv${familyOf(prefix)}.`
      : `${prefix} lies behind the gateway.`,
  }),
} as const

/** Why a network of this side cannot be in a profile; null where it can. */
const misfits: Readonly<Record<'localNetworks' | 'remoteNetworks', (prefix: string) => string | null>> = {
  localNetworks: () => null,
  remoteNetworks: notHome,
}

/** "10.0.0.0/8, fd00::1, 10.0.0.1[gre]": networks with their host bits cleared. "dynamic" is no network of a file's. */
export function takeSelectors(
  list: keyof typeof misfits,
  texts: readonly string[],
  what: string,
  from: Origin,
  draft: DraftBuilder,
): Selectors {
  const prefixes: string[] = []
  let carriesGre = false
  if (texts.length > mostNetworks)
    draft.leaveOut(`${what}: ${texts.length - mostNetworks} networks`, from, `there are more than ${mostNetworks}`)
  for (const text of texts.slice(0, mostNetworks)) {
    const [, bare = '', protocol] = /^([^[]*)(?:\[(.*)\])?$/s.exec(text) ?? []
    const prefix = parseAddress(bare.trim()) ? hostPrefix(bare.trim()) : bare.trim()
    const misfit = misfits[list](prefix)
    if (/^%?dynamic$/.test(prefix)) draft.understand(`${what} ${text}`, from, 'directive', ownAddress)
    else if (!parsePrefix(prefix))
      draft.leaveOut(`${what} ${text}`, from, 'is no network; ranges and names are not taken')
    else if (misfit !== null) draft.leaveOut(`${what} ${text}`, from, misfit)
    else {
      draft.understand(`${what} ${text}`, from, 'directive', sides[list](network(prefix)))
      prefixes.push(network(prefix))
      if (protocol !== undefined && protocol !== '')
        draft.leaveOut(
          `[${shown(protocol)}] of ${what} ${bare}`,
          from,
          'Roam6 asks for every protocol, and takes what the gateway allows',
        )
    }
    carriesGre ||= protocol !== undefined && isGre(protocol)
  }
  return { prefixes, gre: carriesGre }
}

const anyAddress = { 4: '0.0.0.0', 6: '::' } as const

/** Virtual addresses to ask for: given ones, or any of a family. */
export function takeRequest(facts: IkeFacts, text: string, what: string, from: Origin, draft: DraftBuilder): void {
  const named = /^%(?:config|cfg|modeconfig|modecfg)([46]?)$/.exec(text)
  const address = parseAddress(text)?.address
  if (!named && !address) {
    draft.leaveOut(`${what} ${text}`, from, 'is no address to ask for')
    return
  }
  draft.understand(`${what} ${text}`, from, 'directive', {
    says: address
      ? `The laptop asks the gateway for the address ${address}.`
      : `The gateway gives the laptop a virtual ${named?.[1] ? `IPv${named[1]} ` : ''}address.`,
  })
  if (address) facts.requestAddresses.push(address)
  else if (named?.[1]) facts.requestAddresses.push(anyAddress[named[1] === '4' ? 4 : 6])
  else facts.requestsOwnFamily = true
}

/** ipsec.conf(5), leftsourceip: of the tunnel's own family, which is its gateway's; a name may have either. */
export const ownFamilyOf = (gateway: string | undefined): readonly string[] =>
  gateway !== undefined && parseAddress(gateway) ? [anyAddress[familyOf(gateway)]] : Object.values(anyAddress)
