/** Apple's configuration profiles (.mobileconfig) with IKEv2, and the certificates and containers inside them. */
import { ProfileName, Secret, Text } from '../contract/text.ts'
import { readCredentials } from './certificates.ts'
import { chooseConnection } from './choose-connection.ts'
import { binaryOf } from './der.ts'
import { type DraftBuilder, draftBuilder, entryIn, hostOf, refused } from './draft.ts'
import { draftOfIke } from './ike-draft.ts'
import { type IkeFacts, ikeFacts, takeIdentity, takeProposals } from './ike-facts.ts'
import type { Importer, SourceFile } from './importer.ts'
import { encryption, groups, integrity, leftOutOfMobileconfig } from './mobileconfig-directives.ts'
import { isOn, type Payload, payloadsOf, readCertificates, textAt } from './mobileconfig-payloads.ts'
import { parsePropertyList } from './property-list.ts'
import { type Leaf, leavesOf, shownValue } from './structured.ts'

const looksLikeOne = (text: string) => text.includes('<plist') && /PayloadContent|PayloadType/.test(text)

/** Signed ones are CMS around the text. */
const isSigned = ({ bytes, text }: SourceFile) => text === null && bytes[0] === 0x30 && looksLikeOne(binaryOf(bytes))

const isMobileconfig = (file: SourceFile) => (file.text !== null && looksLikeOne(file.text)) || isSigned(file)

/** What reads one profile: leaves that were used are not left out in the end. */
interface Reading {
  readonly payload: Payload
  readonly facts: IkeFacts
  readonly taken: Set<Leaf>
  readonly draft: DraftBuilder
}

const written = ({ path, value }: Leaf) => `${path.split('.').at(-1)} = ${shownValue(value)}`

/** A text of the payload, noted as taken; undefined where it is absent, empty or of another kind. */
function use(reading: Reading, path: string): { readonly value: string; readonly leaf: Leaf } | undefined {
  const leaf = reading.payload.get(path)
  const value = textAt(reading.payload, path)
  if (!leaf || value === undefined) return undefined
  reading.taken.add(leaf)
  return { value, leaf }
}

function understand({ payload, taken, draft }: Reading, path: string) {
  const leaf = payload.get(path)
  if (!leaf) return
  taken.add(leaf)
  draft.understand(written(leaf), leaf.from)
}

function readProposal(reading: Reading, parameters: string, list: 'ikeProposals' | 'espProposals') {
  const { payload, facts, draft } = reading
  const path = (name: string) => `IKEv2.${parameters}.${name}`
  const names = ['EncryptionAlgorithm', 'IntegrityAlgorithm', 'DiffieHellmanGroup'].map(path)
  const given = names.map((name) => payload.get(name))
  const [first] = given.filter((leaf) => leaf !== undefined)
  if (!first) return
  // Apple's defaults where a dictionary says only some of the three.
  const [cipher, digest, group] = [
    [encryption, 'AES-256'] as const,
    [integrity, 'SHA2-256'] as const,
    [groups, '14'] as const,
  ].map(([table, otherwise], i) => entryIn(table, String(given[i]?.value ?? otherwise)))
  for (const name of names) understand(reading, name)
  if (cipher === undefined || digest === undefined || group === undefined) {
    draft.leaveOut(parameters, first.from, 'names an algorithm that is not used: Roam6’s own proposals are offered')
    return
  }
  const aead = /gcm|poly/.test(cipher)
  const esp = list === 'espProposals'
  const withGroup = !esp || isOn(payload, 'IKEv2.EnablePFS')
  const parts = [cipher, ...(aead ? (esp ? [] : [`prf${digest}`]) : [digest]), ...(withGroup ? [group] : [])]
  facts[list].push(...takeProposals([parts.join('-')], parameters, first.from, draft))
}

function readAuthentication(reading: Reading) {
  const { payload, facts, draft } = reading
  const method = use(reading, 'IKEv2.AuthenticationMethod')
  const extended = isOn(payload, 'IKEv2.ExtendedAuthEnabled')
  understand(reading, 'IKEv2.ExtendedAuthEnabled')
  if (method) draft.understand(written(method.leaf), method.leaf.from)
  const user = use(reading, 'IKEv2.AuthName')
  const password = use(reading, 'IKEv2.AuthPassword')
  const shared = use(reading, 'IKEv2.SharedSecret')
  facts.authentication = extended
    ? user || !payload.has('IKEv2.PayloadCertificateUUID')
      ? 'eap-mschapv2'
      : 'eap-tls'
    : method?.value === 'SharedSecret'
      ? 'psk'
      : 'pubkey'
  facts.peerAuthentication = facts.authentication === 'psk' ? 'psk' : 'pubkey'
  if (user) {
    const id = draft.take(Text, user.value, written(user.leaf), user.leaf.from)
    if (id !== undefined) facts.eapId = id
  }
  const wanted = facts.authentication === 'psk' ? shared : password
  if (wanted) {
    const secret = draft.take(
      Secret,
      wanted.value,
      wanted === shared ? 'SharedSecret' : 'AuthPassword',
      wanted.leaf.from,
    )
    if (secret !== undefined) facts.secret = secret
  }
  for (const other of [shared, password])
    if (other && other !== wanted)
      draft.leaveOut(other.leaf.path.split('.').at(-1) ?? '', other.leaf.from, 'this way of authentication needs none')
}

function readConnection(reading: Reading) {
  const { payload, facts, draft } = reading
  for (const path of ['PayloadType', 'VPNType']) understand(reading, path)
  const address = use(reading, 'IKEv2.RemoteAddress')
  if (address) {
    const host = hostOf(address.value)
    if (host === undefined)
      draft.leaveOut(written(address.leaf), address.leaf.from, 'is neither a host name nor an address')
    else {
      facts.gateway = host
      draft.understand(written(address.leaf), address.leaf.from)
    }
  }
  const remote = use(reading, 'IKEv2.RemoteIdentifier')
  const peerId = remote && takeIdentity(remote.value, written(remote.leaf), remote.leaf.from, draft, 'gateway')
  if (peerId !== undefined) facts.peerId = peerId
  readAuthentication(reading)
  const local = use(reading, 'IKEv2.LocalIdentifier')
  const id = local && takeIdentity(local.value, written(local.leaf), local.leaf.from, draft, 'laptop')
  if (local && id !== undefined) facts.id = { value: id, from: local.leaf.from }
  if (!facts.id && facts.authentication === 'eap-mschapv2' && facts.eapId !== undefined)
    facts.id = { value: facts.eapId, from: facts.place }
  const certificate = use(reading, 'IKEv2.PayloadCertificateUUID') ?? use(reading, 'PayloadCertificateUUID')
  if (certificate) {
    draft.understand(written(certificate.leaf), certificate.leaf.from)
    if (facts.authentication === 'pubkey' || facts.authentication === 'eap-tls')
      facts.certificates.push({ value: certificate.value, from: certificate.leaf.from })
  }
  readProposal(reading, 'IKESecurityAssociationParameters', 'ikeProposals')
  readProposal(reading, 'ChildSecurityAssociationParameters', 'espProposals')
  understand(reading, 'IKEv2.EnablePFS')
  for (const path of ['IKEv2.OnDemandEnabled', 'OnDemandEnabled']) {
    if (isOn(payload, path)) facts.start = 'demand'
    understand(reading, path)
  }
  for (const path of ['UserDefinedName', 'PayloadDisplayName']) {
    const name = use(reading, path)
    const taken = name && draft.take(ProfileName, name.value, written(name.leaf), name.leaf.from)
    if (taken !== undefined) facts.name ??= taken
  }
  // Apple's client asks for addresses of both families, and lets the gateway say what goes through the tunnel.
  facts.requestAddresses.push('0.0.0.0', '::')
  facts.remoteNetworks.push('0.0.0.0/0', '::/0')
}

const isIkev2 = (payload: Payload) =>
  (textAt(payload, 'PayloadType') ?? '').startsWith('com.apple.vpn.managed') && textAt(payload, 'VPNType') === 'IKEv2'

const titleOf = (payload: Payload) =>
  textAt(payload, 'UserDefinedName') ??
  textAt(payload, 'PayloadDisplayName') ??
  textAt(payload, 'IKEv2.RemoteAddress') ??
  'IKEv2'

export const mobileconfig: Importer = {
  format: 'mobileconfig',
  title: 'Apple configuration profile (.mobileconfig)',
  recognise: (files) => (files.some(isMobileconfig) ? 0.9 : 0),
  read: ({ files, answers }) => {
    const draft = draftBuilder(answers)
    const file = files.find(isMobileconfig)
    if (!file) return refused(files[0]?.name ?? 'profile.mobileconfig', 'is no configuration profile')
    if (file.text === null)
      return refused(
        file.name,
        'it is signed, and its content is wrapped in the signature',
        `Take the signature off: openssl cms -verify -noverify -inform DER -in FILE -out plain.mobileconfig`,
      )
    const list = parsePropertyList(file.text)
    if (!list.ok)
      return refused(
        `${file.name}, line ${list.line}`,
        'it is no property list',
        'Export the profile again, and give that.',
      )

    const leaves = leavesOf(list.root, list.keys, file.name)
    const payloads = payloadsOf(leaves)
    const connections = payloads.filter(isIkev2)
    const other = payloads.map((payload) => textAt(payload, 'VPNType')).find((type) => type !== undefined)
    if (connections.length === 0)
      return refused(
        file.name,
        other === undefined ? 'there is no VPN in it' : `its VPN is ${other}: Roam6 speaks IKEv2`,
      )

    const others = files.filter((one) => one !== file)
    const beside = readCredentials(others, draft)
    for (const { name } of others)
      if (!beside.files.has(name)) draft.leaveOut(name, { file: name, line: null }, 'is no part of this profile')
    const taken = new Set<Leaf>()
    const inside = readCertificates(payloads, taken, draft)
    const payload = chooseConnection(connections, titleOf, () => ({ file: file.name, line: null }), draft)
    const facts = ikeFacts({ file: file.name, line: payload?.get('VPNType')?.from.line ?? null })
    if (payload) readConnection({ payload, facts, taken, draft })
    for (const leaf of leaves) {
      if (taken.has(leaf)) continue
      const parts = leaf.path.split('.').reverse()
      const known = parts.map((part) => entryIn(leftOutOfMobileconfig, part)).find((why) => why !== undefined)
      const why = payload
        ? (known ?? 'this key is not known, or of another payload')
        : 'which connection it is, is asked first'
      draft.leaveOut(written(leaf), leaf.from, why)
    }
    if (!payload) return draft.imported({})
    const credentials = {
      ...beside,
      certificates: [...inside.certificates, ...beside.certificates],
      keys: [...inside.keys, ...beside.keys],
    }
    return draft.imported(draftOfIke(facts, credentials, draft))
  },
}
