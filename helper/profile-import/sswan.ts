/** Profiles of strongSwan's Android client: JSON (docs.strongswan.org, "VPN Profile Import for the Android VPN Client"). */
import { ProfileName, Text } from '../contract/text.ts'
import { defaultEspProposals, defaultIkeProposals } from '../core/layer/ike/proposals.ts'
import { type Credentials, openPkcs12, readCredentials } from './certificates.ts'
import { fromBase64, pemOf } from './der.ts'
import { type DraftBuilder, draftBuilder, entryIn, hostOf, refused } from './draft.ts'
import { draftOfIke } from './ike-draft.ts'
import { type IkeFacts, ikeFacts, listed, takeIdentity, takeProposals, takeSelectors } from './ike-facts.ts'
import type { Importer, SourceFile } from './importer.ts'
import { keysOfJson, type Leaf, leavesOf, shownValue } from './structured.ts'
import { certificateFacts } from './x509.ts'

function parse({ text }: SourceFile): unknown {
  try {
    return text === null || !/^\s*\{/.test(text) ? null : JSON.parse(text)
  } catch {
    return null
  }
}

const isProfile = (file: SourceFile) => {
  const parsed = parse(file)
  return typeof parsed === 'object' && parsed !== null && 'remote' in parsed && 'type' in parsed
}

type Certificates = { -readonly [Key in 'certificates' | 'keys']: Credentials[Key][number][] }

type Take = (facts: IkeFacts, leaf: Leaf & { readonly value: string }, draft: DraftBuilder, found: Certificates) => void

const written = ({ path, value }: Leaf) => `${path} = ${shownValue(value)}`

/** How the client proves itself; the server always has a certificate. */
const types: Readonly<Record<string, NonNullable<IkeFacts['authentication']>>> = {
  'ikev2-eap': 'eap-mschapv2',
  'ikev2-cert': 'pubkey',
  'ikev2-eap-tls': 'eap-tls',
}

const proposals =
  (list: 'ikeProposals' | 'espProposals', defaults: readonly string[]): Take =>
  (facts, { path, value, from }, draft) => {
    facts[list].push(...takeProposals(value.split(/[,\s]+/).filter(Boolean), path, from, draft))
    if (facts[list].length === 0) facts[list].push(...defaults)
  }

const bytesOf = (binary: string) => Uint8Array.from(binary, (letter) => letter.charCodeAt(0))

const texts: Readonly<Record<string, Take>> = {
  name: (facts, leaf, draft) => {
    const name = draft.take(ProfileName, leaf.value, written(leaf), leaf.from)
    if (name !== undefined) facts.name = name
  },
  type: (facts, leaf, draft) => {
    const how = entryIn(types, leaf.value)
    if (how) facts.authentication = how
    else facts.unknownAuthentication = leaf.from
    if (how) draft.understand(written(leaf), leaf.from)
    else draft.leaveOut(written(leaf), leaf.from, 'Roam6 does not authenticate in this way')
  },
  'remote.addr': (facts, leaf, draft) => {
    const host = hostOf(leaf.value)
    if (host === undefined) return draft.leaveOut(written(leaf), leaf.from, 'is neither a host name nor an address')
    facts.gateway = host
    draft.understand(written(leaf), leaf.from)
  },
  'remote.id': (facts, leaf, draft) => {
    const id = takeIdentity(leaf.value, written(leaf), leaf.from, draft, 'gateway')
    if (id !== undefined) facts.peerId = id
  },
  'remote.cert': (_, leaf, draft, found) => {
    const der = fromBase64(leaf.value) ?? ''
    const facts = certificateFacts(der)
    if (!facts) return draft.leaveOut(leaf.path, leaf.from, 'is no certificate that can be read')
    found.certificates.push({ name: leaf.path, pem: pemOf('CERTIFICATE', der), facts, from: leaf.from })
  },
  'local.id': (facts, leaf, draft) => {
    const value = takeIdentity(leaf.value, written(leaf), leaf.from, draft, 'laptop')
    if (value !== undefined) facts.id = { value, from: leaf.from }
  },
  'local.eap_id': (facts, leaf, draft) => {
    const id = draft.take(Text, leaf.value, written(leaf), leaf.from)
    if (id !== undefined) facts.eapId = id
  },
  'local.p12': (facts, leaf, draft, found) => {
    const bytes = bytesOf(fromBase64(leaf.value) ?? '')
    const opened = openPkcs12({ name: leaf.from.file, bytes }, leaf.path, undefined, leaf.from, draft)
    found.certificates.push(...opened.certificates)
    found.keys.push(...opened.keys)
    if (opened.keys.length > 0) facts.certificates.push({ value: leaf.path, from: leaf.from })
  },
  'ike-proposal': proposals('ikeProposals', defaultIkeProposals),
  'esp-proposal': proposals('espProposals', defaultEspProposals),
}

const leftOut: Readonly<Record<string, string>> = {
  uuid: 'profiles are told apart by their names',
  apps: 'a laptop’s tunnel is for every program',
  'excluded-apps': 'a laptop’s tunnel is for every program',
  'dns-servers': 'the DNS servers come from the gateway',
  mtu: 'Roam6 finds the path MTU by itself',
  'nat-keepalive': 'Roam6 decides this by itself',
  'split-tunneling.excluded': 'what home is, is said by its prefixes',
  'split-tunneling.block-ipv4': 'Roam6 keeps home’s prefixes off other networks, and leaves the rest alone',
  'split-tunneling.block-ipv6': 'Roam6 keeps home’s prefixes off other networks, and leaves the rest alone',
  'remote.port': 'Roam6 speaks to UDP ports 500 and 4500',
  'remote.certreq': 'Roam6 decides this by itself',
  'remote.revocation.crl': 'revocation lists and OCSP are asked where certificates say so',
  'remote.revocation.ocsp': 'revocation lists and OCSP are asked where certificates say so',
  'remote.revocation.strict': 'revocation lists and OCSP are asked where certificates say so',
  'local.rsa-pss': 'Roam6 decides this by itself',
  'local.ipv6-transport': 'Roam6 decides this by itself',
}

/** `split-tunneling.subnets`: a list, or text with spaces. Without it, everything goes through the tunnel. */
function takeSubnets(facts: IkeFacts, { path, value, from }: Leaf, draft: DraftBuilder) {
  const texts = Array.isArray(value)
    ? value.map((one) => String(one).replace(/\s+/g, ''))
    : listed(String(value).replace(/\s+/g, ','))
  facts.remoteNetworks.push(...takeSelectors('remoteNetworks', texts, path, from, draft).prefixes)
}

export const sswan: Importer = {
  format: 'sswan',
  title: 'strongSwan for Android (.sswan)',
  recognise: (files) => (files.some(isProfile) ? 0.9 : 0),
  read: ({ files, answers }) => {
    const draft = draftBuilder(answers)
    const file = files.find(isProfile)
    if (!file) return refused(files[0]?.name ?? 'profile.sswan', 'is no profile of strongSwan’s Android client')
    const facts = ikeFacts({ file: file.name, line: null })
    const others = files.filter((one) => one !== file)
    const beside = readCredentials(others, draft)
    const found: Certificates = { certificates: [...beside.certificates], keys: [...beside.keys] }
    for (const leaf of leavesOf(parse(file), keysOfJson(file.text ?? ''), file.name)) {
      const take = entryIn(texts, leaf.path)
      if (take && typeof leaf.value === 'string') take(facts, { ...leaf, value: leaf.value }, draft, found)
      else if (leaf.path === 'split-tunneling.subnets') takeSubnets(facts, leaf, draft)
      else draft.leaveOut(written(leaf), leaf.from, entryIn(leftOut, leaf.path) ?? 'this key is not known')
    }
    for (const { name } of others)
      if (!beside.files.has(name)) draft.leaveOut(name, { file: name, line: null }, 'is no part of this profile')

    // The client asks for both, and for everything where nothing narrows it.
    facts.requestAddresses.push('0.0.0.0', '::')
    if (facts.remoteNetworks.length === 0) facts.remoteNetworks.push('0.0.0.0/0', '::/0')
    if (facts.gateway !== undefined) facts.peerId ??= facts.gateway
    const withCertificate = facts.authentication === 'pubkey' || facts.authentication === 'eap-tls'
    if (!withCertificate && facts.eapId !== undefined) facts.id ??= { value: facts.eapId, from: facts.place }
    return draft.imported(draftOfIke(facts, { ...beside, ...found }, draft))
  },
}
