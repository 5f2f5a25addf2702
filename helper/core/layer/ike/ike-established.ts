/** What charon says of an established IKE_SA and its CHILD_SA (VICI list-sas), typed. */
export interface IkeEstablished {
  readonly localHost: string
  readonly localPort: number
  readonly remoteHost: string
  readonly remotePort: number
  /** Either side is behind NAT (RFC 7296 section 2.23). */
  readonly natBetween: boolean
  readonly remoteId: string
  /** "AES_GCM_16_256/PRF_HMAC_SHA2_256/CURVE_25519" */
  readonly ikeAlgorithms: string
  readonly esp: {
    /** charon's name: "AES_GCM_16", "AES_CBC" */
    readonly encryption: string
    readonly keyBits: number
    /** charon's name: "HMAC_SHA2_384_192"; null with an AEAD. */
    readonly integrity: string | null
  }
  readonly udpEncapsulation: boolean
  readonly virtualAddresses: readonly string[]
  readonly localSelectors: readonly string[]
  readonly remoteSelectors: readonly string[]
  /** RFC 3339 */
  readonly establishedAt: string
  readonly rekeyAt: string | null
  readonly spiIn: string
  readonly spiOut: string
  readonly bytesIn: number
  readonly bytesOut: number
  readonly packetsIn: number
  readonly packetsOut: number
}
