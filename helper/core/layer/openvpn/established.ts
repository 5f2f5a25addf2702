import type { Assigned } from '../assigned.ts'

/** The connection, as the daemon reports it. */
export interface OpenVpnConnection {
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

export interface OpenVpnEstablished extends OpenVpnConnection {
  /**
   * The address that the far end's router advertised a prefix for, or that its DHCPv6 server gave; null where the
   * profile asks for neither.
   */
  readonly autoconfigured: Assigned | null
}
