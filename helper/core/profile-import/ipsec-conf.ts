/** strongSwan's ipsec.conf(5), with ipsec.secrets and what lies in ipsec.d beside it. */
import { ProfileName, Text } from '../../contract/text.ts'
import { defaultEspProposals, defaultIkeProposals } from '../layer/ike/proposals.ts'
import { ikeAuthentication } from './authentication.ts'
import { baseName, readCredentials } from './certificates.ts'
import { type DraftBuilder, draftBuilder, entryIn, hostOf, refused } from './draft.ts'
import { draftOfIke } from './ike-draft.ts'
import {
  type IkeFacts,
  ikeFacts,
  listed,
  takeIdentity,
  takeProposals,
  takeRequest,
  takeSelectors,
} from './ike-facts.ts'
import type { Importer, SourceFile } from './importer.ts'
import { leftOutOfCa, leftOutOfConn, leftOutOfEnd, leftOutOfSetup } from './ipsec-conf-directives.ts'
import {
  type IpsecConf,
  type IpsecSecrets,
  type Parameter,
  parseIpsecConf,
  parseIpsecSecrets,
} from './ipsec-conf-grammar.ts'
import { chooseConn, chooseOwnEnd, type End, originOf, type Settings, settingsOf } from './ipsec-conn.ts'
import { keyReferences, passphrasesOf, secretFor } from './ipsec-secrets.ts'
import { matchesPattern } from './patterns.ts'

const isConf = ({ text }: SourceFile) => text !== null && /^(conn[ \t]+\S|ca[ \t]+\S|config[ \t]+setup\b)/m.test(text)
const isSecrets = ({ name, text }: SourceFile) =>
  text !== null &&
  (/\.secrets$/.test(name) || /^[^#\n]{0,512}:[ \t]*(PSK|RSA|ECDSA|EAP|P12|PKCS8|XAUTH)[ \t]/m.test(text))

type Take = (facts: IkeFacts, parameter: Parameter, draft: DraftBuilder) => void

const written = ({ key, value }: Parameter) => `${key}=${value}`

const starts: Readonly<Record<string, NonNullable<IkeFacts['start']>>> = {
  start: 'login',
  route: 'demand',
  trap: 'demand',
  ondemand: 'demand',
  add: 'manual',
  ignore: 'manual',
}

const proposals =
  (list: 'ikeProposals' | 'espProposals', defaults: readonly string[]): Take =>
  (facts, parameter, draft) => {
    const from = originOf(parameter)
    facts[list].push(...takeProposals(listed(parameter.value), parameter.key, from, draft))
    // ipsec.conf(5): without "!", strongSwan's own are offered behind them.
    if (facts[list].length === 0 || parameter.value.trim().endsWith('!')) return
    draft.understand(`${parameter.key} without “!”: Roam6’s own proposals behind it`, from)
    facts[list].push(...defaults)
  }

const types: Readonly<Record<string, Take>> = {
  tunnel: (_, parameter, draft) => draft.understand(written(parameter), originOf(parameter)),
  transport: (facts, parameter, draft) => {
    facts.gre = originOf(parameter)
    draft.leaveOut(
      written(parameter),
      originOf(parameter),
      'Roam6 carries GRE in tunnel mode, which passes NAT; the gateway has to allow it',
    )
  },
}

/** In this order: what is asked for depends on the gateway. */
const ofConn: Readonly<Record<string, Take>> = {
  type: (facts, parameter, draft) => {
    const take = entryIn(types, parameter.value)
    if (take) take(facts, parameter, draft)
    else draft.leaveOut(written(parameter), originOf(parameter), 'Roam6 uses tunnel mode')
  },
  keyexchange: (_, parameter, draft) => draft.understand(written(parameter), originOf(parameter)),
  ikev2: (_, parameter, draft) => draft.understand(written(parameter), originOf(parameter)),
  auto: (facts, parameter, draft) => {
    const start = entryIn(starts, parameter.value)
    if (start === undefined) return draft.leaveOut(written(parameter), originOf(parameter), 'is no way to start')
    facts.start = start
    draft.understand(written(parameter), originOf(parameter))
  },
  ike: proposals('ikeProposals', defaultIkeProposals),
  esp: proposals('espProposals', defaultEspProposals),
  phase2alg: proposals('espProposals', defaultEspProposals),
  eap_identity: (facts, parameter, draft) => {
    // "%identity" and "%any" ask the other end.
    if (parameter.value.startsWith('%'))
      return draft.leaveOut(written(parameter), originOf(parameter), 'only a gateway needs it')
    const id = draft.take(Text, parameter.value, written(parameter), originOf(parameter))
    if (id !== undefined) facts.eapId = id
  },
}

const authby: Take = (facts, parameter, draft) => {
  const how = ikeAuthentication(parameter.value)
  if (how !== 'psk' && how !== 'pubkey') return draft.leaveOut(written(parameter), originOf(parameter), 'is not used')
  facts.authentication ??= how
  facts.peerAuthentication ??= how
  draft.understand(written(parameter), originOf(parameter))
}

const ofOwnEnd: Readonly<Record<string, Take>> = {
  '': (_, parameter, draft) => {
    if (parameter.value.startsWith('%')) draft.understand(written(parameter), originOf(parameter))
    else draft.leaveOut(written(parameter), originOf(parameter), 'the laptop speaks from the address it has')
  },
  id: (facts, parameter, draft) => {
    const from = originOf(parameter)
    if (/^%(any6?|fromcert)$/.test(parameter.value)) return draft.understand(written(parameter), from)
    const value = takeIdentity(parameter.value, written(parameter), from, draft)
    if (value !== undefined) facts.id = { value, from }
  },
  cert: (facts, parameter, draft) => certificates(facts.certificates, parameter, draft),
  auth: (facts, parameter, draft) => {
    const how = ikeAuthentication(parameter.value)
    if (how === null)
      return draft.leaveOut(written(parameter), originOf(parameter), 'Roam6 does not authenticate in this way')
    facts.authentication = how
    draft.understand(written(parameter), originOf(parameter))
  },
  sourceip: (facts, parameter, draft) => {
    for (const one of listed(parameter.value))
      facts.requestAddresses.push(...takeRequest(one, facts.gateway, parameter.key, originOf(parameter), draft))
  },
  subnet: (facts, parameter, draft) => {
    const taken = takeSelectors(listed(parameter.value), parameter.key, originOf(parameter), draft)
    facts.localNetworks.push(...taken.prefixes)
    if (taken.gre) facts.gre ??= originOf(parameter)
  },
}

const ofPeer: Readonly<Record<string, Take>> = {
  '': (facts, parameter, draft) => {
    const from = originOf(parameter)
    const [first = '', ...others] = listed(parameter.value)
    const host = hostOf(first)
    if (first.startsWith('%'))
      return draft.leaveOut(written(parameter), from, 'names no gateway: anyone may call this one')
    if (host === undefined) return draft.leaveOut(written(parameter), from, 'is neither a host name nor an address')
    facts.gateway = host
    // ipsec.conf(5), leftid: what an end says where no line does.
    facts.peerId ??= host
    draft.understand(written(parameter), from)
    for (const other of others) draft.leaveOut(`${parameter.key} ${other}`, from, 'a profile has one gateway')
  },
  id: (facts, parameter, draft) => {
    const from = originOf(parameter)
    if (/^%(any6?|fromcert)$/.test(parameter.value)) {
      delete facts.peerId
      return draft.leaveOut(written(parameter), from, 'anyone could pretend to be the gateway')
    }
    // "%tunnel.my.domain": the certificate may have it among its other names, which is how Roam6 compares anyhow.
    const value = takeIdentity(parameter.value.replace(/^%/, ''), written(parameter), from, draft)
    if (value !== undefined) facts.peerId = value
  },
  cert: (facts, parameter, draft) => certificates(facts.peerCertificates, parameter, draft),
  auth: (facts, parameter, draft) => {
    const how = parameter.value === 'any' ? 'pubkey' : ikeAuthentication(parameter.value)
    if (how !== 'pubkey' && how !== 'psk')
      return draft.leaveOut(
        written(parameter),
        originOf(parameter),
        'the gateway has to prove itself by a certificate or a shared key',
      )
    facts.peerAuthentication = how
    draft.understand(written(parameter), originOf(parameter))
  },
  subnet: (facts, parameter, draft) => {
    const taken = takeSelectors(listed(parameter.value), parameter.key, originOf(parameter), draft)
    facts.remoteNetworks.push(...taken.prefixes)
    if (taken.gre) facts.gre ??= originOf(parameter)
  },
}

function certificates(into: IkeFacts['certificates'], parameter: Parameter, draft: DraftBuilder) {
  for (const value of listed(parameter.value)) {
    if (value.startsWith('%')) draft.leaveOut(written(parameter), originOf(parameter), 'smart cards are not used')
    else {
      draft.understand(`${parameter.key}=${baseName(value)}`, originOf(parameter))
      into.push({ value, from: originOf(parameter) })
    }
  }
}

/** The conn's parameters into facts, each of them accounted for. */
function readConn(settings: Settings, own: End, facts: IkeFacts, draft: DraftBuilder) {
  const peer = own === 'left' ? 'right' : 'left'
  const rest = new Map(settings)
  const takeAll = (table: Readonly<Record<string, Take>>, prefix: string) => {
    for (const [name, take] of Object.entries(table)) {
      const parameter = rest.get(`${prefix}${name}`)
      if (parameter) take(facts, parameter, draft)
      rest.delete(`${prefix}${name}`)
    }
  }
  takeAll(ofPeer, peer)
  takeAll(ofOwnEnd, own)
  takeAll(ofConn, '')
  takeAll({ authby }, '')
  const reasonFor = (key: string): string => {
    const [, end, name = ''] = /^(left|right)(.*)$/.exec(key) ?? []
    const reason = end === undefined ? entryIn(leftOutOfConn, key) : entryIn(leftOutOfEnd, name)
    if (reason !== undefined) return reason
    if (end === peer && name === 'sourceip') return 'only a gateway needs it'
    if (name === 'ca') return 'the gateway is checked against the authorities among the files'
    return 'this parameter is not known'
  }
  for (const parameter of rest.values())
    draft.leaveOut(written(parameter), originOf(parameter), reasonFor(parameter.key))
}

/** What the chosen conn does not use: other conns, overridden lines, the setup of a daemon. */
function accountForOthers(
  confs: readonly IpsecConf[],
  conn: string | null,
  settings: Settings,
  facts: IkeFacts | null,
  draft: DraftBuilder,
) {
  const counted = new Set(settings.values())
  for (const section of confs.flatMap(({ sections }) => sections)) {
    const title = `${section.type} ${section.name}`
    const whole = section.type !== 'conn' || section.name === conn || section.name === '%default'
    if (section.type === 'conn' && whole) draft.understand(title, originOf(section))
    for (const parameter of section.parameters) {
      const from = originOf(parameter)
      if (counted.has(parameter)) continue
      if (section.type === 'config') draft.leaveOut(written(parameter), from, leftOutOfSetup)
      else if (section.type === 'ca') {
        if (parameter.key === 'cacert' && facts) certificates(facts.authorities, parameter, draft)
        else
          draft.leaveOut(written(parameter), from, entryIn(leftOutOfCa, parameter.key) ?? 'this parameter is not known')
      } else if (parameter.key === 'also' && whole) draft.understand(written(parameter), from)
      else {
        const winner = settings.get(parameter.key)
        const why =
          winner && whole
            ? `${winner.file}, line ${winner.line} says otherwise`
            : `it is of ${title}, which is not used here`
        draft.leaveOut(written(parameter), from, parameter.value === '' ? 'takes back what was said before' : why)
      }
    }
    if (section.type === 'conn' && !whole) draft.leaveOut(title, originOf(section), 'another conn is imported')
    if (section.type === 'config') draft.leaveOut(title, originOf(section), leftOutOfSetup)
    if (section.type === 'ca') draft.understand(title, originOf(section))
  }
}

function accountForFiles(
  parsed: readonly (IpsecConf | IpsecSecrets)[],
  files: readonly SourceFile[],
  draft: DraftBuilder,
) {
  for (const { includes, strays } of parsed) {
    for (const { pattern, file, line } of includes) {
      const found = files.some(({ name }) => name !== file && matchesPattern(pattern, name))
      if (found) draft.understand(`include ${pattern}`, { file, line })
      else draft.leaveOut(`include ${pattern}`, { file, line }, 'no such file is among those given')
    }
    for (const { text, file, line } of strays) {
      const version = text.startsWith('version')
      draft.leaveOut(text, { file, line }, version ? 'says nothing' : 'is neither a section nor a parameter of one')
    }
  }
}

export const ipsecConf: Importer = {
  format: 'ipsec.conf',
  title: 'strongSwan ipsec.conf',
  recognise: (files) => (files.some(isConf) ? 0.9 : 0),
  read: ({ files, answers }) => {
    const draft = draftBuilder(answers)
    const confFiles = files.filter(isConf)
    const secretFiles = files.filter((file) => !isConf(file) && isSecrets(file))
    const confs = confFiles.map(({ name, text }) => parseIpsecConf(text ?? '', name))
    const secretsParsed = secretFiles.map(({ name, text }) => parseIpsecSecrets(text ?? '', name))
    const sections = confs.flatMap((conf) => conf.sections)
    const secrets = secretsParsed.flatMap((one) => one.secrets)

    const conn = chooseConn(sections, draft)
    if (conn !== null && typeof conn !== 'string')
      return refused(confFiles[0]?.name ?? 'ipsec.conf', conn.fault, 'Give a configuration of an IKEv2 tunnel.')
    const settings: Settings = conn === null ? new Map() : settingsOf(conn, sections)
    const passphrases = passphrasesOf(secrets)
    const others = files.filter((file) => !confFiles.includes(file) && !secretFiles.includes(file))
    const credentials = readCredentials(others, draft, (file) => passphrases.get(baseName(file)))

    const section = sections.find(({ type, name }) => type === 'conn' && name === conn)
    const own = conn === null ? null : chooseOwnEnd(settings, credentials, draft)
    const facts = own === null || !section ? null : ikeFacts(originOf(section))
    accountForFiles([...confs, ...secretsParsed], files, draft)
    accountForOthers(confs, conn, settings, facts, draft)
    for (const { name } of others)
      if (!credentials.files.has(name))
        draft.leaveOut(name, { file: name, line: null }, 'is no part of this configuration')
    if (!facts || own === null) return draft.imported({})

    const name = ProfileName.safeParse(conn)
    if (name.success) facts.name = name.data
    readConn(settings, own, facts, draft)
    facts.keys.push(...keyReferences(secrets, draft))
    const secret = secretFor(secrets, facts, draft)
    if (secret !== undefined) facts.secret = secret
    return draft.imported(draftOfIke(facts, credentials, draft))
  },
}
