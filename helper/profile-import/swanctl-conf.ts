/** strongSwan's swanctl.conf(5), with the folders of certificates and keys beside it. */
import { ProfileName, Secret } from '../contract/text.ts'
import { defaultEspProposals, defaultIkeProposals } from '../core/layer/ike/proposals.ts'
import { baseName, readCredentials } from './certificates.ts'
import { chooseConnection } from './choose-connection.ts'
import { type DraftBuilder, draftBuilder, entryIn, fitting, refused } from './draft.ts'
import * as take from './ike-directives.ts'
import { type Directive, originOf, type Takes, takeAll, written } from './ike-directives.ts'
import { draftOfIke } from './ike-draft.ts'
import { type IkeFacts, ikeFacts } from './ike-facts.ts'
import type { Importer, SourceFile } from './importer.ts'
import { secretFor } from './ipsec-secrets.ts'
import { matchesPattern } from './patterns.ts'
import { allValues, parseSettings, resolveSettings, type Settings, type SettingsFile } from './settings-grammar.ts'
import { leftOutOfSwanctl } from './swanctl-directives.ts'
import { readBeside } from './updown.ts'

const isSettings = ({ name, text }: SourceFile) =>
  text !== null &&
  (baseName(name) === 'swanctl.conf' || /^[ \t]*(connections|secrets|authorities|pools)[ \t]*\{/m.test(text))

const ofConnection: Takes = {
  version: take.understand,
  remote_addrs: take.gateway,
  local_addrs: take.ownHost,
  vips: take.request,
  proposals: take.proposals('ikeProposals', defaultIkeProposals, 'word'),
}
const ofLocal: Takes = {
  auth: take.ownAuthentication,
  id: take.ownId,
  eap_id: take.eapId,
  certs: take.files('certificates'),
}
const ofRemote: Takes = {
  auth: take.peerAuthentication,
  id: take.peerId,
  certs: take.files('peerCertificates'),
  cacerts: take.files('authorities'),
}
const ofChild: Takes = {
  mode: take.mode,
  local_ts: take.selectors('localNetworks'),
  remote_ts: take.selectors('remoteNetworks'),
  esp_proposals: take.proposals('espProposals', defaultEspProposals, 'word'),
  start_action: take.start({ start: 'login', trap: 'demand', 'trap|start': 'login', none: 'manual' }),
  updown: take.updown,
}

/** What was taken out of the files; the rest is left out. */
type Taken = Set<Directive>

function takeSection(takes: Takes, settings: Settings | undefined, facts: IkeFacts, taken: Taken, draft: DraftBuilder) {
  if (!settings) return
  const rest = new Set(takeAll(takes, settings.values, facts, draft))
  for (const value of settings.values.values()) if (!rest.has(value)) taken.add(value)
}

/** "local", "local-1" and so on: rounds of authentication, of which the first is made. */
const roundsOf = (connection: Settings, side: 'local' | 'remote') =>
  [...connection.sections.values()].filter(({ name }) => name === side || name.startsWith(`${side}-`))

interface Candidate {
  readonly name: string
  readonly connection: Settings
  readonly child: Settings | undefined
}

/** One for each child: a profile has one. */
const candidatesIn = (root: Settings): readonly Candidate[] =>
  [...(root.sections.get('connections')?.sections.values() ?? [])]
    .filter((connection) => connection.values.get('version')?.value !== '1')
    .flatMap((connection): Candidate[] => {
      const children = [...(connection.sections.get('children')?.sections.values() ?? [])]
      const title = (child: string) => (children.length > 1 ? `${connection.name}, ${child}` : connection.name)
      return children.length > 0
        ? children.map((child) => ({ name: title(child.name), connection, child }))
        : [{ name: connection.name, connection, child: undefined }]
    })

const keySections = /^(private|rsa|ecdsa|pkcs8)/
const sharedTypes = { ike: 'PSK', eap: 'EAP' } as const

/** secrets.ike…, secrets.eap…, and the names of keys and containers with their passphrases. */
function readSecrets(secrets: Settings | undefined, taken: Taken, facts: IkeFacts | null, draft: DraftBuilder) {
  const shared: { owners: string[]; type: string; values: string[]; file: string; line: number }[] = []
  const passphrases = new Map<string, string>()
  for (const section of secrets?.sections.values() ?? []) {
    const file = section.values.get('file')
    const secret = section.values.get('secret')
    const type = section.name.startsWith('ike') ? 'ike' : section.name.startsWith('eap') ? 'eap' : null
    if (type !== null && secret) {
      const owners = [...section.values.values()].filter(({ key }) => key.startsWith('id'))
      shared.push({
        owners: owners.map(({ value }) => value),
        type: sharedTypes[type],
        values: [secret.value],
        file: secret.file,
        line: secret.line,
      })
      taken.add(secret)
      for (const owner of owners) {
        taken.add(owner)
        draft.understand(`${section.name}.${written(owner)}`, originOf(owner))
      }
    } else if (file && keySections.test(section.name)) {
      taken.add(file)
      if (facts) take.files('keys')(facts, file, draft)
      if (secret) {
        taken.add(secret)
        const why = 'it is asked for where the key is encrypted'
        draft.leaveOut(`passphrase of ${baseName(file.value)}`, originOf(secret), why)
      }
    } else if (file && section.name.startsWith('pkcs12')) {
      taken.add(file)
      draft.understand(`${section.name}.file=${baseName(file.value)}`, originOf(file))
      if (secret) {
        taken.add(secret)
        passphrases.set(baseName(file.value), secret.value)
        draft.take(Secret, secret.value, `passphrase of ${baseName(file.value)}`, originOf(secret))
      }
    }
  }
  return { shared, passphrases }
}

/** The authorities' certificates, whatever else is said of them. */
function readAuthorities(authorities: Settings | undefined, taken: Taken, facts: IkeFacts, draft: DraftBuilder) {
  for (const { values } of authorities?.sections.values() ?? []) {
    for (const key of ['cacert', 'file']) {
      const value = values.get(key)
      if (!value) continue
      taken.add(value)
      take.files('authorities')(facts, value, draft)
    }
  }
}

function readCandidate({ connection, child }: Candidate, facts: IkeFacts, taken: Taken, draft: DraftBuilder) {
  const [local] = roundsOf(connection, 'local')
  const [remote] = roundsOf(connection, 'remote')
  takeSection(ofConnection, connection, facts, taken, draft)
  takeSection(ofLocal, local, facts, taken, draft)
  takeSection(ofRemote, remote, facts, taken, draft)
  takeSection(ofChild, child, facts, taken, draft)
}

function accountFor(
  parsed: readonly SettingsFile[],
  taken: Taken,
  candidate: Candidate | undefined,
  given: readonly SourceFile[],
  draft: DraftBuilder,
) {
  const used = candidate && `connections.${candidate.connection.name}.`
  for (const { root, includes, strays } of parsed) {
    for (const [path, value] of allValues(root)) {
      if (taken.has(value)) continue
      const secret = path.startsWith('secrets.')
      const other = path.startsWith('connections.') && !(used !== undefined && path.startsWith(used))
      const what = secret ? path : `${path} = ${value.value}`
      const known = entryIn(leftOutOfSwanctl, value.key) ?? 'it is not known here, or another line says otherwise'
      draft.leaveOut(
        what,
        originOf(value),
        other
          ? used === undefined
            ? 'which connection it is, is asked first'
            : 'another connection is imported'
          : secret
            ? 'no use is made of it'
            : known,
      )
    }
    for (const { pattern, file, line } of includes) {
      const found = given.some(({ name }) => name !== file && matchesPattern(pattern, name))
      if (found) draft.understand(`include ${pattern}`, { file, line })
      else draft.leaveOut(`include ${pattern}`, { file, line }, 'no such file is among those given')
    }
    for (const { text, file, line } of strays) draft.leaveOut(text, { file, line }, 'is neither a section nor a value')
  }
}

export const swanctlConf: Importer = {
  format: 'swanctl.conf',
  title: 'strongSwan swanctl.conf',
  recognise: (given) => (given.some(isSettings) ? 0.9 : 0),
  read: ({ files: given, answers }) => {
    const draft = draftBuilder(answers)
    const settingsFiles = given.filter(isSettings)
    const parsed = settingsFiles.map(({ name, text }) => parseSettings(text ?? '', name))
    const root = resolveSettings(parsed.map((one) => one.root))
    const place = settingsFiles[0]?.name ?? 'swanctl.conf'
    const candidates = candidatesIn(root)
    if (candidates.length === 0) {
      const old = [...(root.sections.get('connections')?.sections.values() ?? [])][0]
      return old
        ? refused(
            place,
            `connection ${old.name} is for IKEv1: Roam6 speaks IKEv2`,
            'Give a configuration of an IKEv2 tunnel.',
          )
        : refused(place, 'there is no connection in it', 'Give the file with the section “connections”.')
    }
    const candidate = chooseConnection(
      candidates,
      ({ name }) => name,
      ({ connection }) => originOf(connection),
      draft,
    )
    const facts = candidate ? ikeFacts(originOf(candidate.connection)) : null
    const taken: Taken = new Set()
    if (candidate && facts) readCandidate(candidate, facts, taken, draft)
    const { shared, passphrases } = readSecrets(root.sections.get('secrets'), taken, facts, draft)
    if (facts && facts.authorities.length === 0) readAuthorities(root.sections.get('authorities'), taken, facts, draft)

    const others = given.filter((file) => !settingsFiles.includes(file))
    const credentials = readCredentials(others, draft, (file) => passphrases.get(baseName(file)))
    const beside = others.filter(({ name }) => !credentials.files.has(name))
    readBeside(beside, facts, candidate?.child?.name, draft)
    accountFor(parsed, taken, candidate, given, draft)
    if (!candidate || !facts) return draft.imported({})
    const name = fitting(ProfileName, candidate.connection.name)
    if (name !== undefined) facts.name = name
    const secret = secretFor(shared, facts, draft)
    if (secret !== undefined) facts.secret = secret
    return draft.imported(draftOfIke(facts, credentials, draft))
  },
}
