/**
 * Apple's configuration profiles: what an IKEv2 payload's algorithms are in strongSwan's words, and what is left out of it
 * (developer.apple.com, "VPN.IKEv2", "IKEv2.IKESecurityAssociationParameters").
 */

const why = {
  itself: 'Roam6 decides this by itself',
  everything: 'what goes through the tunnel is said by home’s prefixes',
  lifetimes: 'keys are renewed when charon’s own defaults say so; the gateway has its own limits too',
  title: 'it is about the profile itself',
  constraints: 'the gateway is checked against its identity and the authorities only',
} as const

export const encryption: Readonly<Record<string, string>> = {
  '3DES': '3des',
  'AES-128': 'aes128',
  'AES-256': 'aes256',
  'AES-128-GCM': 'aes128gcm16',
  'AES-256-GCM': 'aes256gcm16',
  ChaCha20Poly1305: 'chacha20poly1305',
}

export const integrity: Readonly<Record<string, string>> = {
  'SHA1-96': 'sha1',
  'SHA1-160': 'sha1',
  'SHA2-256': 'sha256',
  'SHA2-384': 'sha384',
  'SHA2-512': 'sha512',
}

/** By IANA's numbers of groups (RFC 7296, 3.3.2). */
export const groups: Readonly<Record<string, string>> = {
  1: 'modp768',
  2: 'modp1024',
  5: 'modp1536',
  14: 'modp2048',
  15: 'modp3072',
  16: 'modp4096',
  17: 'modp6144',
  18: 'modp8192',
  19: 'ecp256',
  20: 'ecp384',
  21: 'ecp521',
  31: 'curve25519',
  32: 'curve448',
}

/** By a part of a key's path, the last first. */
export const leftOutOfMobileconfig: Readonly<Record<string, string>> = {
  AllowPostQuantumKeyExchangeFallback: why.itself,
  CertificateType: why.itself,
  ConsentText: why.title,
  DeadPeerDetectionRate: 'Roam6 asks a silent gateway whether it lives by itself, and connects again',
  DisableMOBIKE: 'a tunnel always follows the laptop from network to network',
  DisableRedirect: why.itself,
  DisconnectOnIdle: why.itself,
  DisconnectOnIdleTimer: why.itself,
  DNS: 'the DNS servers come from the gateway',
  EnableCertificateRevocationCheck: 'revocation lists and OCSP are asked where certificates say so',
  EnableFallback: why.itself,
  EnforceRoutes: why.everything,
  ExcludeAPNs: why.everything,
  ExcludeCellularServices: why.everything,
  ExcludeDeviceCommunication: why.everything,
  ExcludeLocalNetworks: why.everything,
  HasRemovalPasscode: why.title,
  IncludeAllNetworks: why.everything,
  LifeTimeInMinutes: why.lifetimes,
  LocalIdentifier: 'it is empty',
  MTU: 'Roam6 finds the path MTU by itself',
  NATKeepAliveInterval: why.itself,
  NATKeepAliveOffloadEnable: why.itself,
  OnDemandRules: 'on demand is whenever something is sent home',
  OnDemandUserOverrideDisabled: why.itself,
  OverridePrimary: why.everything,
  PayloadCertificateFileName: why.title,
  PayloadDescription: why.title,
  PayloadDisplayName: why.title,
  PayloadEnabled: why.title,
  PayloadIdentifier: why.title,
  PayloadOrganization: why.title,
  PayloadRemovalDisallowed: why.title,
  PayloadScope: why.title,
  PayloadType: why.title,
  PayloadUUID: why.title,
  PayloadVersion: why.title,
  PostQuantumKeyExchangeMethods: why.itself,
  PPK: 'post-quantum shared keys are not used',
  PPKIdentifier: 'post-quantum shared keys are not used',
  PPKMandatory: 'post-quantum shared keys are not used',
  ProviderType: why.itself,
  Proxies: 'Roam6 sets no proxy',
  RemovalDate: why.title,
  ServerCertificateCommonName: why.constraints,
  ServerCertificateIssuerCommonName: why.constraints,
  TLSMaximumVersion: why.itself,
  TLSMinimumVersion: why.itself,
  UseConfigurationAttributeInternalIPSubnet: why.itself,
  VPNUUID: why.title,
}
