/**
 * Describes what charon reports as established: its answer to `list-sas`, and the name servers that it wrote to a file. Nothing in here
 * comes from the configuration.
 */
export interface IkeEstablished {
  readonly kind: 'ike'
  readonly localHost: string
  readonly localPort: number
  readonly remoteHost: string
  readonly remotePort: number
  /** Observed, not asked for. */
  readonly natBetween: boolean
  readonly remoteId: string
  /** "AES_GCM_16_256/PRF_HMAC_SHA2_256/CURVE_25519" */
  readonly ikeAlgorithms: string
  /** charon's names: "AES_GCM_16", 256, null; "AES_CBC", 256, "HMAC_SHA2_384_192". */
  readonly esp: { readonly encryption: string; readonly keyBits: number; readonly integrity: string | null }
  readonly udpEncapsulation: boolean
  readonly mode: 'tunnel' | 'transport'
  readonly virtualAddresses: readonly string[]
  /** DNS servers that the gateway handed out; empty too where charon has no way to tell. */
  readonly nameServers: readonly string[]
  /** Traffic selectors as agreed: "192.168.101.1/32", "192.168.101.0/24[gre]". */
  readonly localSelectors: readonly string[]
  readonly remoteSelectors: readonly string[]
  /** RFC 3339. */
  readonly establishedAt: string
  /** When the CHILD_SA is rekeyed; null where it never is. */
  readonly rekeyAt: string | null
  readonly spiIn: string
  readonly spiOut: string
  /** Byte counters of the present CHILD_SA: they begin anew with each rekey. */
  readonly bytesIn: number
  readonly bytesOut: number
  readonly packetsIn: number
  readonly packetsOut: number
}
