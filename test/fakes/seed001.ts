/** Seed 001's laptop in its cafe: profile, underlay, and what the strongSwan gateway negotiates. */
import type { Underlay } from '../../helper/contract/snapshot.ts'
import type { IkeEstablished } from '../../helper/core/layer/ike/security.ts'
import { parsed } from './parsed.ts'
import { pem } from './pem.ts'

export const laptopCertificate = pem('CERTIFICATE', 'a certificate')
export const laptopKey = pem('PRIVATE KEY', 'a key')
export const authority = pem('CERTIFICATE', 'an authority')

export const seed001Toml = `
name = "Home lab"
gateway = "5.6.7.8"
[home]
prefixes = ["fd12:3456:789a::/48", "2a00::100/120"]
hosts = ["2a00::102"]
[[layer]]
kind = "ike"
identity = { id = "client@my.domain", certificate = "laptop" }
peer = { id = "tunnel.my.domain", authorities = ["ca"] }
request-addresses = ["0.0.0.0"]
remote-networks = ["192.168.101.0/24"]
[[layer]]
kind = "gre"
local = "virtual"
remote = "192.168.101.2"
[[address]]
address = "2a00::101/120"
[[route]]
to = "::/0"
[certificate.laptop]
pem = """${laptopCertificate}"""
key = """${laptopKey}"""
[certificate.ca]
pem = """${authority}"""
`

/** The same with another certificate of the laptop's, and its key. */
export const seed001With = (certificate: string, key: string): string =>
  seed001Toml.replace(laptopCertificate, certificate).replace(laptopKey, key)

const profile = parsed(seed001Toml)

const underlay: Underlay = {
  interface: 'wlan0',
  addresses: ['192.168.0.2/24'],
  router: '192.168.0.1',
  nat: true,
  mtu: 1500,
}

const security: IkeEstablished = {
  kind: 'ike',
  localHost: '192.168.0.2',
  localPort: 40110,
  remoteHost: '5.6.7.8',
  remotePort: 4500,
  natBetween: true,
  remoteId: 'tunnel.my.domain',
  ikeAlgorithms: 'AES_GCM_16_256/PRF_HMAC_SHA2_256/CURVE_25519',
  esp: { encryption: 'AES_GCM_16', keyBits: 256, integrity: null },
  udpEncapsulation: true,
  mode: 'tunnel',
  virtualAddresses: ['192.168.101.1'],
  nameServers: [],
  localSelectors: ['192.168.101.1/32'],
  remoteSelectors: ['192.168.101.0/24'],
  establishedAt: '2026-01-01T00:00:00Z',
  rekeyAt: null,
  spiIn: 'c0000001',
  spiOut: 'c0000002',
  bytesIn: 0,
  bytesOut: 0,
  packetsIn: 0,
  packetsOut: 0,
}

export const seed001 = { profile, underlay, security }
