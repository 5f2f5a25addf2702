export interface OpenVpnEstablished {
  readonly kind: 'openvpn'
  /** null where the daemon does not say. */
  readonly localHost: string | null
  readonly remoteHost: string
  readonly remotePort: number
  readonly transport: 'udp' | 'tcp'
  /** OpenSSL's names, as the daemon says that it uses them: "AES-256-GCM"; null where it did not say. */
  readonly cipher: string | null
  readonly digest: string | null
  readonly tls: boolean
}
