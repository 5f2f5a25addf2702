/** A network's folder of tinc: tinc.conf, hosts/, its keys, and the scripts that give the device its address. */
import * as v from 'valibot'
import { type TincLayer, TincName } from '../contract/layer/tinc.ts'
import { contains, isDefault, network } from '../core/ip.ts'
import { baseName } from './certificates.ts'
import { type DraftBuilder, draftBuilder, refused, severalOf } from './draft.ts'
import { fileNamed } from './given-file.ts'
import { type HomeCandidate, homeOf } from './home.ts'
import type { Imported, Importer, ImportSource, SourceFile } from './importer.ts'
import { addressingOf, placedFacts } from './shell/tunnel-facts.ts'
import { type HostFile, readHost } from './tinc/host-file.ts'
import { type Own, readOwn } from './tinc/own-file.ts'
import { addressAsked, askName, gatewayOf, internetAsked, withKey } from './tinc/questions.ts'
import { ed25519KeyIn, privateKeyIn } from './tinc/variables.ts'

type Layer = v.InferInput<typeof TincLayer>

const folderOf = (name: string) => name.slice(0, name.length - baseName(name).length)

/** "inet6/tinc.conf" is of the network "inet6". */
const netName = (config: string) => baseName(folderOf(config).replace(/\/$/, ''))

const isConfig = ({ name, text }: SourceFile) =>
  text !== null &&
  (baseName(name) === 'tinc.conf' || (/^[ \t]*Name[ \t=]/im.test(text) && /^[ \t]*ConnectTo[ \t=]/im.test(text)))

function recognise(files: readonly SourceFile[]): number {
  if (files.some(({ name, text }) => baseName(name) === 'tinc.conf' && text !== null)) return 1
  return files.some(isConfig) ? 0.7 : 0
}

/** "tinc-up" is read; all others are run when something comes or goes, and are not. */
const otherScript = /^(tinc-down|(host|subnet)-(up|down)|invitation-(created|accepted)|.+-(up|down))$/

function privateKeyOf(own: Own, files: readonly SourceFile[], used: Set<string>, draft: DraftBuilder) {
  const take = (reference: string, find: (text: string | null) => string | undefined) => {
    const file = fileNamed(files, reference)
    const key = find(file?.text ?? null)
    if (file && key !== undefined) {
      used.add(file.name)
      draft.understand('private key', { file: file.name, line: null })
    }
    return key
  }
  const ed25519 = take(own.ed25519KeyFile ?? 'ed25519_key.priv', ed25519KeyIn)
  const rsa = take(own.privateKeyFile ?? 'rsa_key.priv', privateKeyIn)
  const answer =
    rsa === undefined
      ? draft.ask(
          {
            id: 'key',
            kind: 'key',
            what: 'This laptop’s RSA private key, rsa_key.priv',
            why: 'It is not among the files.',
            from: null,
          },
          (text) => (privateKeyIn(text) === undefined ? 'holds no RSA private key' : null),
        )
      : undefined
  return { rsa: rsa ?? privateKeyIn(answer ?? null), ed25519 }
}

function read({ files, answers }: ImportSource): Imported {
  const configs = files.filter(isConfig)
  const config = configs.find(({ name }) => baseName(name) === 'tinc.conf') ?? configs[0]
  if (!config) return refused(files[0]?.name ?? '', 'there is no tinc.conf', 'Give the whole folder /etc/tinc/NETWORK.')
  const another = configs.find((one) => one !== config)
  if (another)
    return refused(another.name, `is of another network than ${config.name}`, 'Import one network at a time.')

  const draft = draftBuilder(answers)
  const own = readOwn(config, draft)
  if (own.ethernet)
    return refused(
      `${config.name}, line ${own.ethernet.from.line}`,
      `“${own.ethernet.text.slice(0, 80)}” carries Ethernet; Roam6 takes tinc in router mode only`,
      'Set “Mode = router” at all nodes, with Subnets.',
    )
  if (own.connectTo.length === 0)
    return refused(
      config.name,
      'there is no ConnectTo: it is the gateway’s end',
      'Take the configuration of the laptop’s end.',
    )

  const used = new Set([config.name])
  const name = own.name?.value ?? askName(own, draft)
  const isHostFile = (file: SourceFile) =>
    file.text !== null &&
    !otherScript.test(baseName(file.name)) &&
    (/(^|\/)hosts\/[^/]+$/.test(file.name) ||
      [name, ...own.connectTo.map((one) => one.name)].includes(baseName(file.name)))
  const hosts: HostFile[] = []
  let mine: HostFile = { host: { name: name ?? '' }, subnets: [], subnetFrom: new Map() }
  for (const file of files.filter(isHostFile)) {
    const node = baseName(file.name)
    used.add(file.name)
    if (!v.is(TincName, node)) draft.leaveOut(node, { file: file.name, line: null }, 'is no name of a node')
    else if (hosts.length >= 256) draft.leaveOut(node, { file: file.name, line: null }, 'is one too many')
    else if (node === name) mine = readHost(file, node, draft)
    else hosts.push(readHost(file, node, draft))
  }

  const gateway = gatewayOf(hosts, own, draft)
  for (const { name: wanted, from } of own.connectTo) {
    const known = hosts.find(({ host }) => host.name === wanted)
    const host: HostFile = known ?? { host: { name: wanted }, subnets: [], subnetFrom: new Map() }
    if (!known) hosts.push(host)
    withKey(host, from, draft)
    // The profile's gateway is where the first of them is met.
    if (wanted === own.connectTo[0]?.name) delete host.host.address
  }
  const isMet = ({ host }: HostFile, n: number) => n === 0 || host.address !== undefined
  const connectTo = own.connectTo.filter(({ name: wanted, from }, n) => {
    const host = hosts.find((one) => one.host.name === wanted)
    const met = host !== undefined && isMet(host, n)
    if (!met) draft.leaveOut(`ConnectTo = ${wanted}`, from, 'no host file says where it is met; it may connect to us')
    return met
  })
  const proven = hosts.filter(({ host }) => {
    const key = host['public-key'] ?? host['ed25519-public-key']
    const asked = own.connectTo.some(({ name: wanted }) => wanted === host.name)
    if (key === undefined && !asked)
      draft.leaveOut(`node ${host.name}`, { file: config.name, line: null }, 'its host file has no public key')
    return key !== undefined || asked
  })

  const { rsa, ed25519 } = privateKeyOf(own, files, used, draft)
  const device = own.device ?? netName(config.name)
  const known = new Map([
    ['INTERFACE', device],
    ['NETNAME', netName(config.name)],
    ['NAME', name ?? ''],
  ])
  const script = files.find((file) => baseName(file.name) === 'tinc-up')
  if (script) used.add(script.name)
  const facts = addressingOf(script ? placedFacts(script, draft, known) : [], device, false, draft)
  for (const file of files) {
    if (used.has(file.name)) continue
    const why = otherScript.test(baseName(file.name))
      ? 'is a script, and never run; Roam6 undoes its own changes itself'
      : 'tinc.conf does not use it'
    draft.leaveOut(baseName(file.name), { file: file.name, line: null }, why)
  }

  const subnets =
    mine.subnets.length > 0
      ? mine.subnets
      : severalOf(
          draft.ask({
            id: 'subnets',
            kind: 'prefix',
            what: 'What this laptop announces: its own /64, or its address as a /128',
            why: `${name === undefined ? 'Its' : `hosts/${name}, its`} host file is not among the files, or has no Subnet.`,
            from: null,
          }) ?? '',
        ).map(network)
  const address = facts.address.length > 0 ? facts.address : addressAsked(subnets, draft)
  const announced: HomeCandidate[] = hosts.flatMap((host) =>
    host.subnets
      .filter((subnet) => !isDefault(subnet))
      .map((prefix) => ({
        prefix,
        because: `${host.host.name} announces it`,
        from: host.subnetFrom.get(prefix) ?? { file: config.name, line: null },
        as: 'directive' as const,
      })),
  )
  // What this laptop announces is its own, wherever it is.
  const beyond = facts.home.filter(({ prefix }) => !subnets.some((own) => contains(own, prefix)))
  const home = homeOf(beyond.length > 0 ? beyond : announced, draft)
  const layer: Partial<Layer> & Pick<Layer, 'kind'> = {
    kind: 'tinc',
    ...(own.device === undefined ? {} : { device: own.device }),
    ...(name === undefined ? {} : { name }),
    subnets: [...subnets],
    ...(rsa === undefined ? {} : { key: rsa }),
    ...(ed25519 === undefined ? {} : { 'ed25519-key': ed25519 }),
    ...(own.port === undefined ? {} : { port: own.port }),
    hosts: proven.map(({ host, subnets: behind }) => ({
      ...host,
      ...(behind.length === 0 ? {} : { subnets: behind }),
    })),
    'connect-to': connectTo.map((one) => one.name),
    ...(own.localDiscovery === undefined ? {} : { 'local-discovery': own.localDiscovery }),
    ...(own.addressFamily === undefined ? {} : { 'address-family': own.addressFamily }),
  }
  return draft.imported({
    name: netName(config.name) || (name === undefined ? 'tinc' : `tinc ${name}`),
    ...(gateway === undefined ? {} : { gateway }),
    ...(home.length === 0 ? {} : { home: { prefixes: [...home] } }),
    layer: [layer as Layer],
    address: [...address],
    route: [...(script ? facts.route : internetAsked(proven, draft))],
  })
}

export const tinc: Importer = { format: 'tinc', title: 'tinc', recognise, read }
