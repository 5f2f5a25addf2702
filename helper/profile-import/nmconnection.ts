/** NetworkManager's connections of strongSwan's plugin (strongSwan, src/charon-nm/nm/nm_service.c has their keys). */
import { ProfileName, Secret, Text } from '../contract/text.ts'
import { defaultEspProposals, defaultIkeProposals } from '../core/layer/ike/proposals.ts'
import { type Credentials, named, readCredentials } from './certificates.ts'
import { type DraftBuilder, draftBuilder, entryIn, refused } from './draft.ts'
import {
  type Directive,
  files,
  gateway,
  leaveOutAs,
  originOf,
  ownId,
  peerId,
  type Takes,
  takeAll,
  understand,
  written,
} from './ike-directives.ts'
import { draftOfIke } from './ike-draft.ts'
import { type IkeFacts, ikeFacts, takeProposals, takeSelectors } from './ike-facts.ts'
import type { Importer, SourceFile } from './importer.ts'
import { entryOf, groupOf, type Keyfile, parseKeyfile } from './keyfile.ts'

const service = 'org.freedesktop.NetworkManager.strongswan'

const isConnection = ({ text }: SourceFile) =>
  text !== null &&
  /^service-type[ \t]*=/m.test(text) &&
  entryOf(groupOf(parseKeyfile(text), 'vpn'), 'service-type')?.value === service

/** `method`: how the laptop proves itself. */
const methods: Readonly<Record<string, NonNullable<IkeFacts['authentication']>>> = {
  key: 'pubkey',
  cert: 'pubkey',
  'eap-tls': 'eap-tls',
  eap: 'eap-mschapv2',
  psk: 'psk',
}

const lists = (text: string) => text.split(';').filter((one) => one.trim() !== '')

const ofVpn: Takes = {
  'service-type': understand,
  address: gateway,
  'remote-identity': peerId,
  'local-identity': ownId,
  method: (facts, directive, draft) => {
    const how = entryIn(methods, directive.value)
    if (how === undefined) {
      facts.unknownAuthentication = originOf(directive)
      return leaveOutAs('keys come in files only: no smart card, no agent')(facts, directive, draft)
    }
    facts.authentication = how
    understand(facts, directive, draft)
  },
  // The gateway's own, or its authority's: the certificate says which.
  certificate: files('peerCertificates'),
  usercert: files('certificates'),
  userkey: files('keys'),
  user: (facts, directive, draft) => {
    const id = draft.take(Text, directive.value, written(directive), originOf(directive))
    if (id !== undefined) facts.eapId = id
  },
  virtual: (facts, directive, draft) => {
    if (directive.value === 'yes') facts.requestAddresses.push('0.0.0.0', '::')
    understand(facts, directive, draft)
  },
  'remote-ts': (facts, directive, draft) => {
    const taken = takeSelectors('remoteNetworks', lists(directive.value), directive.key, originOf(directive), draft)
    facts.remoteNetworks.push(...taken.prefixes)
  },
}

/** Only where `proposal` says that they count. */
const proposals =
  (list: 'ikeProposals' | 'espProposals', defaults: readonly string[]) =>
  (facts: IkeFacts, directive: Directive, draft: DraftBuilder) => {
    facts[list].push(...takeProposals(lists(directive.value), directive.key, originOf(directive), draft))
    if (facts[list].length === 0) facts[list].push(...defaults)
  }

const ofProposals: Takes = {
  proposal: understand,
  ike: proposals('ikeProposals', defaultIkeProposals),
  esp: proposals('espProposals', defaultEspProposals),
}

const leftOutOfVpn: Readonly<Record<string, string>> = {
  encap: 'Roam6 decides this by itself',
  ipcomp: 'IPComp is not used: it gains nothing where traffic is encrypted already',
  'server-port': 'Roam6 speaks to UDP ports 500 and 4500',
  'cert-source': 'certificates come from files only',
  'password-flags': 'a profile keeps its secret, readable by root alone',
  proposal: 'the proposals are Roam6’s own',
  ike: 'NetworkManager does not use it: proposal is not “yes”',
  esp: 'NetworkManager does not use it: proposal is not “yes”',
  'ipsec-interface': 'Roam6 makes its own devices',
}

const leftOutOfGroups: Readonly<Record<string, string>> = {
  connection: 'it is about NetworkManager’s connection',
  ipv4: 'addresses, routes and DNS servers come from the gateway and the profile',
  ipv6: 'addresses, routes and DNS servers come from the gateway and the profile',
  proxy: 'Roam6 sets no proxy',
  user: 'it is about NetworkManager’s connection',
}

const directivesOf = (keyfile: Keyfile, name: string, file: string): ReadonlyMap<string, Directive> =>
  new Map((groupOf(keyfile, name)?.entries ?? []).map(({ key, value, line }) => [key, { key, value, file, line }]))

function readVpn(keyfile: Keyfile, file: string, credentials: Credentials, facts: IkeFacts, draft: DraftBuilder) {
  const settings = directivesOf(keyfile, 'vpn', file)
  const takes = settings.get('proposal')?.value === 'yes' ? { ...ofVpn, ...ofProposals } : ofVpn
  for (const one of takeAll(takes, settings, facts, draft))
    draft.leaveOut(written(one), originOf(one), entryIn(leftOutOfVpn, one.key) ?? 'this key is not known')
  // The plugin's own defaults (nm_service.c): without its own certificate the gateway is who it is called, and everything
  // goes through the tunnel.
  const pinned = facts.peerCertificates
    .flatMap(({ value }) => named(credentials.certificates, value))
    .some((one) => !one.facts.authority)
  if (facts.gateway !== undefined && !pinned) facts.peerId ??= facts.gateway
  if (facts.remoteNetworks.length === 0) facts.remoteNetworks.push('0.0.0.0/0', '::/0')
  if (facts.authentication === 'eap-mschapv2' || facts.authentication === 'psk') {
    const user = facts.eapId
    if (user !== undefined) facts.id ??= { value: user, from: facts.place }
    if (facts.authentication === 'psk') delete facts.eapId
  }
}

function readSecrets(keyfile: Keyfile, file: string, facts: IkeFacts, draft: DraftBuilder) {
  for (const { key, value, line } of directivesOf(keyfile, 'vpn-secrets', file).values()) {
    const shared = facts.authentication === 'psk' || facts.authentication === 'eap-mschapv2'
    const from = { file, line }
    if (key !== 'password') draft.leaveOut(key, from, 'this secret is not known')
    else if (!shared) draft.leaveOut(key, from, 'it is asked for where the key is encrypted')
    else {
      const secret = draft.take(Secret, value, key, from)
      if (secret !== undefined) facts.secret = secret
    }
  }
}

/** Of a key written twice the last counts. */
function leaveOutOverridden(keyfile: Keyfile, file: string, draft: DraftBuilder) {
  for (const name of ['vpn', 'vpn-secrets'])
    for (const entry of groupOf(keyfile, name)?.entries ?? []) {
      const last = entryOf(groupOf(keyfile, name), entry.key)
      if (last && last !== entry)
        draft.leaveOut(entry.key, { file, line: entry.line }, `line ${last.line} says otherwise`)
    }
}

/** The name of the connection, and when it starts; everything else is NetworkManager's. */
function readOthers(keyfile: Keyfile, file: string, facts: IkeFacts, draft: DraftBuilder) {
  for (const group of keyfile.groups) {
    if (group.name === 'vpn' || group.name === 'vpn-secrets') continue
    for (const { key, value, line } of group.entries) {
      const from = { file, line }
      const what = `${key}=${value}`
      const name = group.name === 'connection' && key === 'id' ? draft.take(ProfileName, value, what, from) : undefined
      if (name !== undefined) facts.name = name
      else if (group.name === 'connection' && key === 'autoconnect' && value === 'true') {
        facts.start = 'login'
        draft.understand(what, from)
      } else if (!(group.name === 'connection' && key === 'id'))
        draft.leaveOut(
          `[${group.name}] ${what}`,
          from,
          entryIn(leftOutOfGroups, group.name) ?? 'this group is not known',
        )
    }
  }
  for (const { text, line } of keyfile.strays) draft.leaveOut(text, { file, line }, 'is neither a group nor a key')
}

export const nmconnectionIke: Importer = {
  format: 'nmconnection',
  title: 'NetworkManager, IKEv2 (strongSwan)',
  recognise: (given) => (given.some(isConnection) ? 0.95 : 0),
  read: ({ files: given, answers }) => {
    const draft = draftBuilder(answers)
    const file = given.find(isConnection)
    if (!file) return refused(given[0]?.name ?? 'connection', 'is no connection of strongSwan’s')
    const keyfile = parseKeyfile(file.text ?? '')
    const facts = ikeFacts({ file: file.name, line: groupOf(keyfile, 'vpn')?.line ?? null })
    const others = given.filter((one) => one !== file)
    const credentials = readCredentials(others, draft)
    for (const { name } of others)
      if (!credentials.files.has(name))
        draft.leaveOut(name, { file: name, line: null }, 'is no part of this connection')
    readVpn(keyfile, file.name, credentials, facts, draft)
    readSecrets(keyfile, file.name, facts, draft)
    leaveOutOverridden(keyfile, file.name, draft)
    readOthers(keyfile, file.name, facts, draft)
    return draft.imported(draftOfIke(facts, credentials, draft))
  },
}
