/** What a schema of single values cannot say of a layer: one function for each kind. */
import {
  type EspAssociation,
  type EspLayer,
  espEncryptionKeyBits,
  espIntegrityKeyBits,
} from '../../contract/layer/esp.ts'
import type { GreLayer } from '../../contract/layer/gre.ts'
import type { IkeLayer } from '../../contract/layer/ike.ts'
import type { Ip6ip6Layer } from '../../contract/layer/ip6ip6.ts'
import type { OpenVpnLayer } from '../../contract/layer/openvpn.ts'
import type { TincLayer } from '../../contract/layer/tinc.ts'
import type { Layer, Profile } from '../../contract/profile.ts'
import { contains, familyOf, network, parseAddress, parsePrefix } from '../ip.ts'
import { greInTransport, isTransport } from '../layer/ike/transport.ts'
import type { FaultReporter } from './faults.ts'

/** A layer in its place. */
interface Placed<Kind> {
  readonly layer: Kind
  readonly place: string
  readonly around: Layer | undefined
  readonly profile: Profile
  readonly report: FaultReporter
}

function networks(
  layer: Pick<EspLayer, 'local-networks' | 'remote-networks'>,
  place: string,
  report: FaultReporter,
): void {
  layer['local-networks'].forEach((text, n) => {
    report.prefix(`${place}.local-networks[${n}]`, text)
  })
  layer['remote-networks'].forEach((text, n) => {
    report.reachable(`${place}.remote-networks[${n}]`, text)
  })
}

function ike({ layer, place, around, profile, report }: Placed<IkeLayer>): void {
  if (around) report.fault(place, 'ike is a carrier: it must be the outermost layer')
  if (isTransport(layer) && !greInTransport(profile))
    report.fault(`${place}.mode`, 'transport mode is for a gre layer inside it: add one, or use tunnel mode')
  layer['request-addresses'].forEach((text, n) => {
    report.address(`${place}.request-addresses[${n}]`, text)
  })
  networks(layer, place, report)
  const { identity, peer } = layer
  report.certificate(`${place}.identity.certificate`, identity.certificate, true)
  peer.authorities?.forEach((name, n) => {
    report.certificate(`${place}.peer.authorities[${n}]`, name, false)
  })
  report.certificate(`${place}.peer.certificate`, peer.certificate, false)
  const how = identity.authentication ?? (identity.certificate ? 'pubkey' : 'psk')
  const needs = how === 'pubkey' || how === 'eap-tls' ? 'certificate' : 'secret'
  if (identity[needs] === undefined) report.fault(`${place}.identity`, `${how} needs a ${needs}`)
  const gatewayHow = peer.authentication ?? (how === 'psk' ? 'psk' : 'pubkey')
  if (gatewayHow === 'psk' && how !== 'psk')
    report.fault(`${place}.peer`, 'the gateway can use psk only where the laptop does')
  if (gatewayHow === 'pubkey' && !peer.authorities?.length && !peer.certificate)
    report.fault(`${place}.peer`, 'name the gateway’s certificate or its authorities')
}

/** The far end must lie in what the layer around it carries. */
function farEnd(place: string, remote: string, local: string, around: Layer | undefined, report: FaultReporter): void {
  report.address(`${place}.remote`, remote)
  if (local !== 'virtual') report.address(`${place}.local`, local)
  if (local === 'virtual' && around?.kind !== 'ike')
    report.fault(`${place}.local`, '“virtual” needs an ike layer around it, which is given an address')
  if (around?.kind !== 'ike' || isTransport(around)) return
  if (parseAddress(remote) && !around['remote-networks'].some((n) => parsePrefix(n) && contains(n, remote)))
    report.fault(`${place}.remote`, `${remote} is in none of the remote-networks that ESP carries`)
  if (local === 'virtual' && around['request-addresses'].length === 0)
    report.fault(`${place}.local`, '“virtual” needs request-addresses in the ike layer')
}

function gre({ layer, place, around, profile, report }: Placed<GreLayer>): void {
  farEnd(place, layer.remote, layer.local, around, report)
  if (!isTransport(around)) return
  if (layer.local === 'virtual')
    report.fault(`${place}.local`, 'transport mode gives no address: name the public one that this laptop has')
  else if (familyOf(layer.local) !== familyOf(layer.remote))
    report.fault(`${place}.local`, `${layer.local} and ${layer.remote} are of different families`)
  const remote = parseAddress(layer.remote)?.address
  if (remote !== undefined && parseAddress(profile.gateway)?.address !== remote)
    report.fault(`${place}.remote`, `in transport mode GRE ends at the gateway itself: gateway = "${remote}"`)
}

function ip6ip6({ layer, place, around, report }: Placed<Ip6ip6Layer>): void {
  farEnd(place, layer.remote, layer.local, around, report)
  for (const [key, text] of [
    ['remote', layer.remote],
    ['local', layer.local],
  ] as const)
    if (text !== 'virtual' && parseAddress(text) && familyOf(text) !== 6)
      report.fault(`${place}.${key}`, `${text} is IPv4: ip6ip6 goes between IPv6 addresses`)
}

function association(place: string, { encryption, integrity, ...keys }: EspAssociation, report: FaultReporter): void {
  const bitsOf = (hex: string | undefined) => ((hex?.length ?? 2) - 2) * 4
  const judge = (key: 'encryption-key' | 'integrity-key', algorithm: string, allowed: readonly number[]) => {
    const bits = bitsOf(keys[key])
    if (!allowed.includes(bits))
      report.fault(`${place}.${key}`, `${algorithm} takes a key of ${allowed.join(', ')} bits; this one has ${bits}`)
  }
  judge('encryption-key', encryption, espEncryptionKeyBits[encryption])
  if (integrity === undefined) {
    if (keys['integrity-key'] !== undefined) report.fault(`${place}.integrity-key`, 'a key for no algorithm')
  } else if (encryption === 'aes-gcm') report.fault(`${place}.integrity`, 'aes-gcm authenticates by itself')
  else judge('integrity-key', integrity, espIntegrityKeyBits[integrity])
}

function esp({ layer, place, around, report }: Placed<EspLayer>): void {
  if (around && around.kind !== 'ip6ip6' && around.kind !== 'gre')
    report.fault(place, `esp cannot be inside ${around.kind}: both would be carriers`)
  report.address(`${place}.local`, layer.local)
  report.address(`${place}.remote`, layer.remote)
  networks(layer, place, report)
  association(`${place}.in`, layer.in, report)
  association(`${place}.out`, layer.out, report)
}

function openvpn({ layer, place, around, report, profile }: Placed<OpenVpnLayer>): void {
  if (around) report.fault(place, 'openvpn is a carrier: it must be the outermost layer')
  const { tls } = layer
  const staticKey = layer['static-key']
  if ((tls === undefined) === (staticKey === undefined)) report.fault(place, 'name either a static-key or tls')
  if (staticKey && !layer.cipher) report.fault(`${place}.cipher`, 'a static key needs a cipher that both ends name')
  if (staticKey && /-GCM$|POLY1305$/i.test(layer.cipher ?? ''))
    report.fault(`${place}.cipher`, 'a static key cannot be used with an AEAD cipher such as GCM; AES-256-CBC works')
  if (tls) {
    tls.authorities.forEach((name, n) => {
      report.certificate(`${place}.tls.authorities[${n}]`, name, false)
    })
    report.certificate(`${place}.tls.certificate`, tls.certificate, true)
    if (tls.certificate === undefined && (tls.username === undefined || tls.password === undefined))
      report.fault(`${place}.tls`, 'a certificate is needed, or a user name with its password')
    if ([tls.auth, tls.crypt, tls['crypt-v2']].filter((key) => key !== undefined).length > 1)
      report.fault(`${place}.tls`, 'auth, crypt and crypt-v2 exclude one another')
  }
  profile.route.forEach(({ to, via }, n) => {
    const onLink = profile.address.some(({ address }) => parsePrefix(address) && contains(network(address), to))
    if (via === undefined && parsePrefix(to) && !onLink)
      report.fault(`route[${n}].via`, `tap is Ethernet: name the next hop to ${to}`)
  })
}

function tinc({ layer, place, around, report }: Placed<TincLayer>): void {
  if (around) report.fault(place, 'tinc is a carrier: it must be the outermost layer')
  layer.subnets.forEach((text, n) => {
    report.prefix(`${place}.subnets[${n}]`, text)
  })
  layer.hosts.forEach((host, n) => {
    host.subnets.forEach((text, k) => {
      report.reachable(`${place}.hosts[${n}].subnets[${k}]`, text)
    })
    if (host.name === layer.name) report.fault(`${place}.hosts[${n}].name`, `${host.name} is this laptop itself`)
    if (host['public-key'] === undefined && host['ed25519-public-key'] === undefined)
      report.fault(`${place}.hosts[${n}]`, `the public key of ${host.name} is missing: its host file has it`)
  })
  layer['connect-to'].forEach((name, n) => {
    const host = layer.hosts.find((one) => one.name === name)
    if (!host) report.fault(`${place}.connect-to[${n}]`, `there is no host ${name}`)
    else if (n > 0 && host.address === undefined)
      report.fault(`${place}.connect-to[${n}]`, `${name} has no address to be met at`)
  })
}

function faultsOf(layer: Layer, at: Omit<Placed<Layer>, 'layer'>): void {
  switch (layer.kind) {
    case 'ike':
      ike({ ...at, layer })
      break
    case 'esp':
      esp({ ...at, layer })
      break
    case 'openvpn':
      openvpn({ ...at, layer })
      break
    case 'tinc':
      tinc({ ...at, layer })
      break
    case 'gre':
      gre({ ...at, layer })
      break
    case 'ip6ip6':
      ip6ip6({ ...at, layer })
  }
}

export function layerFaults(profile: Profile, report: FaultReporter): void {
  for (const [n, layer] of profile.layer.entries())
    faultsOf(layer, { place: `layer[${n}]`, around: profile.layer[n - 1], profile, report })
}
