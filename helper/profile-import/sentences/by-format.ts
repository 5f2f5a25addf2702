/** Lines of one format alone, where their reader does not say by itself what they mean. */
import type { ImportFormat } from '../../contract/import.ts'
import type { Sentence } from './sentence.ts'

const isIke = 'It is an IKEv2 tunnel.'
const named = 'The profile is called $1.'
const encrypts = 'Packets are encrypted by $1.'
const alone = 'It belongs to the one connection that is imported.'

const strongSwan: readonly Sentence[] = [
  { when: /^(keyexchange|ikev2|version)=/, says: isIke, usual: true },
  { when: /^(conn|ca) \S+$|^also=/, says: alone, usual: true },
  { when: /^\w+: Roam6’s own proposals/, says: 'Roam6’s own proposals are offered as well.', usual: true },
  { when: /^authby=(?:secret|psk)$/, says: 'Both ends prove themselves by a shared key.' },
  { when: /^authby=/, says: 'Both ends prove themselves by certificates.', usual: true },
  { when: /^(?:type|mode)=transport$/, says: 'ESP protects GRE alone, between the two public addresses.' },
  { when: /^\w*protoport=/, says: 'GRE is what ESP protects.', usual: true },
  { when: /^(?:left|right|local_addrs)=(.+)$/, says: 'The laptop’s own public address is $1.' },
  {
    when: /updown=.*: read for addresses/,
    says: 'The script that runs when the tunnel goes up is read, and not run.',
  },
  { when: /^(?:RSA|ECDSA|PKCS8|PRIV) (.+)$/, says: 'Your private key is in $1.', usual: true },
  { when: /^(?:P12 |[\w-]+\.file=)(.+)$/, says: 'Your certificate and its key are in $1.' },
  { when: /^[\w-]+\.id[\w-]*=(.+)$/, says: 'The secret belongs to $1.', usual: true },
  { when: /^\w*modecfgclient=/, says: 'The gateway gives the laptop an address.', usual: true },
]

const sswan: readonly Sentence[] = [
  { when: /^name = (.+)$/, says: named },
  { when: /^type = ikev2-cert$/, says: 'You prove who you are by a certificate.' },
  { when: /^type = ikev2-eap-tls$/, says: 'You prove who you are by a certificate, inside EAP.' },
  { when: /^type = ikev2-eap$/, says: 'You prove who you are by a password.' },
  { when: /^remote\.addr = (.+)$/, says: 'The gateway is $1.' },
  { when: /^local\.eap_id = (.+)$/, says: 'Your user name is $1.' },
]

const mobileconfig: readonly Sentence[] = [
  { when: /^UserDefinedName = (.+)$/, says: named },
  { when: /^RemoteAddress = (.+)$/, says: 'The gateway is $1.' },
  { when: /^AuthName = (.+)$/, says: 'Your user name is $1.' },
  { when: /^(AuthPassword|SharedSecret)$/, says: 'Your password or shared key comes along.' },
  { when: /^Password of /, says: 'The passphrase of your certificate comes along, and is used once.' },
  { when: /^AuthenticationMethod = Certificate$/, says: 'You prove who you are by a certificate.' },
  { when: /^AuthenticationMethod = SharedSecret$/, says: 'You prove who you are by a shared key.' },
  { when: /^AuthenticationMethod = /, says: 'You prove who you are by EAP.', usual: true },
  { when: /^ExtendedAuthEnabled = /, says: 'You prove who you are by EAP.' },
  { when: /^PayloadCertificateUUID = /, says: 'Your certificate is one of the same file.', usual: true },
  { when: /^OnDemandEnabled = /, says: 'The file wants it on demand: it connects when you press Connect.' },
  { when: /^(PayloadType|VPNType) = /, says: isIke, usual: true },
  {
    when: /^(EnablePFS|EncryptionAlgorithm|IntegrityAlgorithm|DiffieHellmanGroup) = /,
    says: 'It is part of a proposal.',
    usual: true,
  },
]

/** NetworkManager's own keys; those of OpenVPN come after them. */
const networkManager: readonly Sentence[] = [
  { when: /^(?:id=|name )(.+)$/, says: named },
  { when: /^autoconnect=true$/, says: 'It connects when you log in.' },
  { when: /^(service-type|connection-type)=/, says: 'The kind of connection is as the other lines say.', usual: true },
  { when: /^method=(?:key|cert)$/, says: 'You prove who you are by a certificate.' },
  { when: /^method=psk$/, says: 'You prove who you are by a shared key.' },
  { when: /^method=eap-tls$/, says: 'You prove who you are by a certificate, inside EAP.' },
  { when: /^method=eap$/, says: 'You prove who you are by a password.' },
  { when: /^user(?:name)?=(.+)$/, says: 'Your user name is $1.' },
  { when: /^password$/, says: 'Your password or shared key comes along.' },
  { when: /^virtual=yes$/, says: 'The gateway gives the laptop a virtual address.' },
  { when: /^proposal=/, says: 'The proposals below it count.', usual: true },
  { when: /^\[ipv6\] address\d*=([^,]+)/, says: 'The laptop’s address at home is $1.' },
  { when: /^\[ipv6\] route\d*=(?:::\/0|2000::\/3)(?:,([^,]+))?/, says: 'All other IPv6 goes home.' },
  { when: /^\[ipv6\] route\d*=([^,]+)/, says: '$1 is reached through the tunnel.' },
  { when: /^\[ipv6\] method=auto$/, says: 'One address more comes from home’s router.' },
  { when: /^\[ipv6\] method=/, says: 'Addresses and routes are those of the other lines.', usual: true },
]

/** One word of an OpenVPN configuration, or of a connection of NetworkManager's: "cipher X", "cipher=X". */
const openvpn: readonly Sentence[] = [
  {
    when: /^remote[ =](\S+?)(?:[ :](\d+))?(?:[ :](?:udp|tcp)\S*)?$/,
    says: ([, host, port]) => `The gateway is ${host}${port ? `, at port ${port}` : ''}.`,
  },
  { when: /^port[ =](\d+)$/, says: 'The gateway listens at port $1.' },
  { when: /^proto[ =]tcp|^proto-tcp=yes$/, says: 'It goes over TCP.' },
  { when: /^proto[ =]udp/, says: 'It goes over UDP.', usual: true },
  { when: /^(?:dev[ =]tap\d*|dev-type[ =]tap|tap-dev=yes)$/, says: 'It carries home’s Ethernet (tap).' },
  { when: /^dev[ =](\S+)$/, says: 'The tunnel’s device is called $1.' },
  { when: /^(client|tls-client)$/, says: 'This laptop is the one that calls.', usual: true },
  { when: /^(remote-cert-tls|ns-cert-type)[ =]/, says: 'What answers must have a server’s certificate.', usual: true },
  { when: /^verify-x509-name[ =](?:name:)?(\S+)/, says: 'The gateway must prove to be $1.' },
  { when: /^(?:ca[ =]|<ca>)/, says: 'Who may sign the gateway’s certificate comes along.' },
  { when: /^(?:cert[ =]|<cert>)/, says: 'Your certificate comes along.' },
  { when: /^(?:key[ =]|<key>)/, says: 'Your private key comes along.' },
  { when: /^(?:pkcs12[ =]|<pkcs12>)/, says: 'Your certificate and its key come along.' },
  { when: /^(?:secret|static-key)[ =]|^<secret>/, says: 'Both ends share a static key, without TLS.' },
  { when: /^(?:tls-auth|ta)[ =]|^<tls-auth>/, says: 'A shared key guards the handshake (tls-auth).' },
  {
    when: /^(tls-crypt(?:-v2)?)[ =]|^<(tls-crypt(?:-v2)?)>/,
    says: ([, bare, block]) => `A shared key hides the handshake (${bare ?? block}).`,
  },
  {
    when: /^(?:key-direction|static-key-direction|ta-dir)[ =]/,
    says: 'Each end uses its own half of that key.',
    usual: true,
  },
  { when: /^cipher[ =](\S+)$/, says: encrypts },
  {
    when: /^data-ciphers[ =](\S+)$/,
    says: ([, list = '']) => `One of these ciphers is agreed on: ${list.replaceAll(':', ', ')}.`,
  },
  { when: /^auth[ =](\S+)$/, says: 'Packets are authenticated by $1.' },
  { when: /^auth-user-pass/, says: 'You prove who you are by a user name and a password.' },
  { when: /^tls-version-min[ =](\S+)/, says: 'TLS is of version $1 at least.' },
  { when: /^float(?:=yes)?$/, says: 'The gateway may answer from another address.' },
  { when: /^ifconfig-ipv6 (\S+)/, says: 'The laptop’s address at home is $1.' },
  { when: /^ifconfig (\S+)/, says: 'The laptop’s address at home is $1.' },
  {
    when: /^route-ipv6 (?:::\/0|2000::\/3)(?: (\S+))?$/,
    says: ([, via]) => `All other IPv6 goes home${via ? `, by way of ${via}` : ''}.`,
  },
  { when: /^route(?:-ipv6)? (\S+)/, says: '$1 is reached through the tunnel.' },
]

const tinc: readonly Sentence[] = [
  { when: /^Name\s*=?\s*(\S+)$/i, says: 'This laptop is the node $1.' },
  { when: /^ConnectTo\s*=?\s*(\S+)$/i, says: 'It meets the node $1.' },
  { when: /^Address\s*=?\s*(\S+) (\d+)$/i, says: 'A node is met at $1, port $2.' },
  { when: /^Address\s*=?\s*(\S+)$/i, says: 'A node is met at $1.' },
  { when: /^Subnet\s*=?\s*(?:0(?::0){7}|::)\/0/i, says: 'All other IPv6 lies behind that node.' },
  { when: /^Subnet\s*=?\s*(\S+)/i, says: '$1 belongs to that node.' },
  { when: /^RSA public key of (\S+)$/, says: 'The node $1 is known by its RSA key.' },
  { when: /^Ed25519PublicKey/i, says: 'That node is known by its Ed25519 key as well.' },
  { when: /^PrivateKeyFile/i, says: 'The private key is the one among the files.', usual: true },
  { when: /^AddressFamily\s*=?\s*ipv4$/i, says: 'Nodes are reached over IPv4 alone.' },
  { when: /^AddressFamily\s*=?\s*ipv6$/i, says: 'Nodes are reached over IPv6 alone.' },
  { when: /^AddressFamily/i, says: 'Nodes are reached over IPv4 and IPv6.', usual: true },
  { when: /^(?:BindToAddress\s*=?\s*\S+|Port\s*=?) ?(\d+)$/i, says: 'It listens at port $1.' },
  { when: /^BindToAddress/i, says: 'It listens at every address.', usual: true },
  { when: /^Interface\s*=?\s*(\S+)$/i, says: 'The tunnel’s device is called $1.' },
  { when: /^LocalDiscovery\s*=?\s*yes$/i, says: 'Nodes on the same network are found directly.' },
  { when: /^LocalDiscovery/i, says: 'Nodes on the same network are not looked for.', usual: true },
  { when: /^(Mode|DeviceType)/i, says: 'It carries IP, between nodes that route.', usual: true },
]

const setkey: readonly Sentence[] = [
  {
    when: /^add (?:-6 |-4 )?(\S+) (\S+) esp (\S+)(?:.*?-E (\S+))?/,
    says: ([, from, to, spi, cipher]) =>
      `ESP goes from ${from} to ${to} with SPI ${spi}${cipher ? `, by ${cipher}` : ''}. Its keys are typed.`,
  },
  { when: /^spdadd (\S+) (\S+) .*-P out/, says: 'What goes from $1 to $2 is protected.' },
  { when: /^spdadd (\S+) (\S+) .*-P in/, says: 'What comes from $1 to $2 must be protected.' },
]

const toml: readonly Sentence[] = [
  { when: /^gateway (.+)$/, says: 'The gateway is $1.' },
  { when: /^layer ike$/, says: 'IKEv2 carries it.' },
  { when: /^layer esp$/, says: 'ESP with typed keys carries it.' },
  { when: /^layer openvpn$/, says: 'OpenVPN carries home’s Ethernet (tap).' },
  { when: /^layer tinc$/, says: 'tinc carries it, between nodes.' },
  { when: /^layer gre$/, says: 'GRE runs inside.' },
  { when: /^layer ip6ip6$/, says: 'ip6ip6 carries IPv6 in IPv6.' },
]

export const byFormat: Readonly<Record<ImportFormat, readonly Sentence[]>> = {
  toml,
  'ipsec.conf': strongSwan,
  'swanctl.conf': strongSwan,
  sswan,
  mobileconfig,
  nmconnection: [...networkManager, ...openvpn],
  openvpn,
  tinc,
  setkey,
}
