export interface OpenVpnEstablished {
  readonly kind: 'openvpn'
  readonly localHost: string
  readonly remoteHost: string
  readonly remotePort: number
  readonly transport: 'udp' | 'tcp'
  /** OpenSSL's names, as the daemon says that it uses them: "AES-256-GCM". */
  readonly cipher: string
  readonly digest: string
  readonly tls: boolean
}
