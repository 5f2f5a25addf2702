/** strongSwan's ipsec.conf(5), with ipsec.secrets and what lies in ipsec.d beside it. */
import { ProfileName } from '../contract/text.ts'
import { defaultEspProposals, defaultIkeProposals } from '../core/layer/ike/proposals.ts'
import { ikeAuthentication } from './authentication.ts'
import { baseName, readCredentials } from './certificates.ts'
import { type DraftBuilder, draftBuilder, entryIn, fitting, refused } from './draft.ts'
import * as take from './ike-directives.ts'
import { originOf, type Takes, takeAll, written } from './ike-directives.ts'
import { draftOfIke } from './ike-draft.ts'
import { type IkeFacts, ikeFacts } from './ike-facts.ts'
import type { Importer, SourceFile } from './importer.ts'
import { leftOutOfCa, leftOutOfConn, leftOutOfEnd, leftOutOfSetup } from './ipsec-conf-directives.ts'
import { type IpsecConf, type IpsecSecrets, parseIpsecConf, parseIpsecSecrets } from './ipsec-conf-grammar.ts'
import { chooseConn, chooseOwnEnd, type End, type Settings, settingsOf, takenIn } from './ipsec-conn.ts'
import { keyReferences, passphrasesOf, secretFor } from './ipsec-secrets.ts'
import { matchesPattern } from './patterns.ts'
import { readBeside } from './updown.ts'

const isConf = ({ text }: SourceFile) => text !== null && /^(conn[ \t]+\S|ca[ \t]+\S|config[ \t]+setup\b)/m.test(text)
const isSecrets = ({ name, text }: SourceFile) =>
  text !== null &&
  (/\.secrets$/.test(name) || /^[^#\n]{0,512}:[ \t]*(PSK|RSA|ECDSA|EAP|P12|PKCS8|XAUTH)[ \t]/m.test(text))

const ofPeer: Takes = {
  '': take.gateway,
  id: (facts, directive, draft) => {
    // ipsec.conf(5), leftid: where no line says it, an end is its address; "%any" takes that back.
    delete facts.peerId
    take.peerId(facts, directive, draft)
  },
  cert: take.files('peerCertificates'),
  auth: take.peerAuthentication,
  subnet: take.selectors('remoteNetworks'),
  protoport: take.protocolAndPort,
}

const ofOwnEnd: Takes = {
  '': take.ownHost,
  id: take.ownId,
  cert: take.files('certificates'),
  auth: take.ownAuthentication,
  sourceip: take.request,
  // libreswan: an address of the gateway's.
  modecfgclient: (facts, directive, draft) => {
    if (directive.value === 'yes') take.request(facts, { ...directive, value: '%config' }, draft)
    else take.understand(facts, directive, draft)
  },
  subnet: take.selectors('localNetworks'),
  protoport: take.protocolAndPort,
  updown: take.updown,
}

const ofConn: Takes = {
  type: take.mode,
  keyexchange: take.understand,
  ikev2: take.understand,
  auto: take.start({
    start: 'login',
    route: 'demand',
    trap: 'demand',
    ondemand: 'demand',
    add: 'manual',
    ignore: 'manual',
  }),
  ike: take.proposals('ikeProposals', defaultIkeProposals, 'bang'),
  esp: take.proposals('espProposals', defaultEspProposals, 'bang'),
  phase2alg: take.proposals('espProposals', defaultEspProposals, 'bang'),
  eap_identity: take.eapId,
  authby: (facts, directive, draft) => {
    const how = ikeAuthentication(directive.value)
    if (how !== 'psk' && how !== 'pubkey') return take.leaveOutAs('is not used')(facts, directive, draft)
    facts.authentication ??= how
    facts.peerAuthentication ??= how
    take.understand(facts, directive, draft)
  },
}

const reasonFor = (key: string, peer: End): string => {
  const [, end, name = ''] = /^(left|right)(.*)$/.exec(key) ?? []
  const reason = end === undefined ? entryIn(leftOutOfConn, key) : entryIn(leftOutOfEnd, name)
  if (reason !== undefined) return reason
  if (end === peer && name === 'sourceip') return 'only a gateway needs it'
  if (name === 'ca') return 'the gateway is checked against the authorities among the files'
  return 'this parameter is not known'
}

/** Of one end, by their names without it. */
const ofEnd = (settings: Settings, end: End): Settings =>
  new Map([...settings].flatMap(([key, one]) => (key.startsWith(end) ? [[key.slice(end.length), one] as const] : [])))

/** The conn's parameters into facts, each of them accounted for. */
function readConn(settings: Settings, own: End, facts: IkeFacts, draft: DraftBuilder) {
  const peer = own === 'left' ? 'right' : 'left'
  const others = new Map([...settings].filter(([key]) => !/^(left|right)/.test(key)))
  const rest = [
    ...takeAll(ofPeer, ofEnd(settings, peer), facts, draft),
    ...takeAll(ofOwnEnd, ofEnd(settings, own), facts, draft),
    ...takeAll(ofConn, others, facts, draft),
  ]
  if (facts.gateway !== undefined && !settings.has(`${peer}id`)) facts.peerId = facts.gateway
  for (const one of rest) draft.leaveOut(written(one), originOf(one), reasonFor(one.key, peer))
}

/** What the chosen conn does not use: other conns, overridden lines, the setup of a daemon. */
function accountForOthers(
  confs: readonly IpsecConf[],
  conn: string | null,
  settings: Settings,
  facts: IkeFacts | null,
  draft: DraftBuilder,
) {
  const counted = new Set(facts ? settings.values() : [])
  const taken =
    conn === null
      ? new Set<string>()
      : takenIn(
          conn,
          confs.flatMap(({ sections }) => sections),
        )
  for (const section of confs.flatMap(({ sections }) => sections)) {
    const title = `${section.type} ${section.name}`
    const whole = section.type !== 'conn' || section.name === conn || section.name === '%default'
    if (section.type === 'conn' && whole) draft.understand(title, originOf(section))
    for (const parameter of section.parameters) {
      const from = originOf(parameter)
      if (counted.has(parameter)) continue
      if (section.type === 'config') draft.leaveOut(written(parameter), from, leftOutOfSetup)
      else if (section.type === 'ca') {
        if (parameter.key === 'cacert' && facts) take.files('authorities')(facts, parameter, draft)
        else
          draft.leaveOut(written(parameter), from, entryIn(leftOutOfCa, parameter.key) ?? 'this parameter is not known')
      } else if (parameter.key === 'also' && (whole || taken.has(section.name)))
        draft.understand(written(parameter), from)
      else {
        const winner = settings.get(parameter.key)
        if (whole && winner === parameter) {
          draft.leaveOut(written(parameter), from, 'which end is this laptop, is asked first')
          continue
        }
        const why =
          conn === null
            ? 'which conn leads home, is asked first'
            : winner && (whole || taken.has(section.name))
              ? `${winner.file}, line ${winner.line} says otherwise`
              : `it is of ${title}, which is not used here`
        draft.leaveOut(written(parameter), from, parameter.value === '' ? 'takes back what was said before' : why)
      }
    }
    if (section.type === 'conn' && !whole) {
      if (taken.has(section.name)) draft.understand(title, originOf(section))
      else
        draft.leaveOut(
          title,
          originOf(section),
          conn === null ? 'which conn leads home, is asked first' : 'another conn is imported',
        )
    }
    if (section.type === 'config') draft.leaveOut(title, originOf(section), leftOutOfSetup)
    if (section.type === 'ca') draft.understand(title, originOf(section))
  }
}

function accountForFiles(
  parsed: readonly (IpsecConf | IpsecSecrets)[],
  given: readonly SourceFile[],
  draft: DraftBuilder,
) {
  for (const { includes, strays } of parsed) {
    for (const { pattern, file, line } of includes) {
      const found = given.some(({ name }) => name !== file && matchesPattern(pattern, name))
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
  recognise: (given) => (given.some(isConf) ? 0.9 : 0),
  read: ({ files: given, answers }) => {
    const draft = draftBuilder(answers)
    const confFiles = given.filter(isConf)
    const secretFiles = given.filter((file) => !isConf(file) && isSecrets(file))
    const confs = confFiles.map(({ name, text }) => parseIpsecConf(text ?? '', name))
    const secretsParsed = secretFiles.map(({ name, text }) => parseIpsecSecrets(text ?? '', name))
    const sections = confs.flatMap((conf) => conf.sections)
    const secrets = secretsParsed.flatMap((one) => one.secrets)

    const conn = chooseConn(sections, draft)
    if (conn !== null && typeof conn !== 'string')
      return refused(confFiles[0]?.name ?? 'ipsec.conf', conn.fault, 'Give a configuration of an IKEv2 tunnel.')
    const settings: Settings = conn === null ? new Map() : settingsOf(conn, sections)
    const passphrases = passphrasesOf(secrets)
    const others = given.filter((file) => !confFiles.includes(file) && !secretFiles.includes(file))
    const credentials = readCredentials(others, draft, (file) => passphrases.get(baseName(file)))

    const section = sections.find(({ type, name }) => type === 'conn' && name === conn)
    const own = conn === null ? null : chooseOwnEnd(settings, credentials, draft)
    const facts = own === null || !section ? null : ikeFacts(originOf(section))
    accountForFiles([...confs, ...secretsParsed], given, draft)
    accountForOthers(confs, conn, settings, facts, draft)
    if (facts && own !== null) readConn(settings, own, facts, draft)
    const beside = others.filter(({ name }) => !credentials.files.has(name))
    readBeside(beside, facts, conn ?? undefined, draft)
    if (!facts) return draft.imported({})

    const name = fitting(ProfileName, conn)
    if (name !== undefined) facts.name = name
    facts.keys.push(...keyReferences(secrets, draft))
    const secret = secretFor(secrets, facts, draft)
    if (secret !== undefined) facts.secret = secret
    return draft.imported(draftOfIke(facts, credentials, draft))
  },
}
