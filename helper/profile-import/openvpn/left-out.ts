/** Directives of openvpn(8) that a profile does not have, and why. What is in neither table is not known, and left out. */

const reasons = {
  runs: 'would run or load a program; nothing that a file says is run',
  opens: 'names a file to read or write; Roam6 hands OpenVPN nothing but what is in the profile',
  control: 'opens a way to control OpenVPN; Roam6 has its own',
  process: 'is how OpenVPN runs; Roam6 starts and watches it itself',
  timing: 'is when to try again and what counts as dead; Roam6 decides that itself',
  mtu: 'sets sizes of packets; Roam6 calculates and measures the path MTU',
  fragment: 'changes each packet, so both ends must agree; Roam6 does not use it: take it away at the gateway too',
  compression:
    'compresses, which betrays what is encrypted (VORACLE); where it changes packets, take it away at the gateway too',
  binding: 'chooses the local end; Roam6 binds to any port, and follows the network one is on',
  proxy: 'goes through a proxy, which Roam6 does not',
  ipv4: 'takes all of IPv4 home, which Roam6 does not',
  names: 'sets up name resolution, which a profile does not have',
  gateway: 'is for the gateway’s end',
  verification: 'is another way to check the gateway; Roam6 checks its authority, its purpose and its name',
  algorithms: 'chooses algorithms of the handshake; OpenVPN’s own choice is used',
  replay: 'weakens or moves the protection against replay; OpenVPN’s own is kept',
  asked: 'is asked for when it is needed',
  windows: 'is for other systems than Linux',
  pulled: 'is what the gateway sends; Roam6 takes only what the profile says',
  guard: 'blocks traffic beside the tunnel; Roam6 guards the prefixes of home itself',
  information: 'tells the gateway about this machine',
} as const

const groups: Readonly<Record<keyof typeof reasons, string>> = {
  runs: `down up-delay up-restart down-pre route-pre-down ipchange tls-verify iproute plugin script-security
    auth-user-pass-verify auth-gen-token-secret client-connect client-disconnect client-crresponse learn-address
    tls-export-cert tls-crypt-v2-verify setenv setenv-safe engine providers`,
  opens: `config log log-append status writepid tmp-dir cd chroot capath crl-verify replay-persist ifconfig-pool-persist
       client-config-dir`,
  control: `management management-client management-client-auth management-client-user management-client-group
    management-client-pf management-external-key management-external-cert management-forget-disconnect management-hold
    management-log-cache management-query-passwords management-query-proxy management-query-remote management-signal
    management-up-down`,
  process: `lladdr ignore-unknown-option route-noexec ifconfig-noexec errors-to-stderr daemon inetd user group nice mlock
    persist-tun persist-key persist-local-ip persist-remote-ip verb mute
    mute-replay-warnings syslog suppress-timestamps machine-readable-output echo parameter remap-usr1 status-version
    txqueuelen sndbuf rcvbuf socket-flags fast-io multihome mark bind-dev passtos disable-occ disable-dco gremlin test-crypto
    mktun rmtun opt-verify show-net-up allow-deprecated-insecure-static-crypto tun-ipv6 topology auth-nocache setcon
    vlan-tagging vlan-accept vlan-pvid ping-timer-rem client-nat allow-recursive-routing`,
  timing: `resolv-retry keepalive ping ping-restart ping-exit inactive session-timeout connect-retry connect-retry-max
    connect-timeout server-poll-timeout hand-window tran-window reneg-sec reneg-bytes reneg-pkts tls-timeout tls-exit
    explicit-exit-notify remote-random remote-random-hostname hash-size bcast-buffers single-session auth-retry
    allow-pull-fqdn route-delay route-metric shaper`,
  mtu: 'tun-mtu tun-mtu-extra tun-mtu-max link-mtu udp-mtu mtu-disc mtu-dynamic mtu-test mssfix',
  fragment: 'fragment',
  compression: 'comp-lzo comp-noadapt compress allow-compression',
  binding: 'local lport bind nobind',
  proxy:
    'http-proxy http-proxy-option http-proxy-user-pass http-proxy-retry http-proxy-timeout socks-proxy socks-proxy-retry',
  ipv4: 'redirect-private',
  names: 'dhcp-option dns dhcp-renew dhcp-release dhcp-pre-release register-dns',
  gateway: `push push-reset push-remove ifconfig-pool ifconfig-ipv6-pool ifconfig-push ifconfig-ipv6-push iroute iroute-ipv6
    client-to-client duplicate-cn max-clients max-routes max-routes-per-client tcp-nodelay tcp-queue-limit ccd-exclusive
    connect-freq connect-freq-initial username-as-common-name verify-client-cert client-cert-not-required
    auth-user-pass-optional opt-verify disable dh auth-gen-token auth-token auth-token-user stale-routes-check port-share
    tls-crypt-v2-max-age force-tls-key-material-export compat-names no-name-remapping override-username push-continuation`,
  verification: `x509-username-field remote-cert-ku remote-cert-eku ns-cert-type peer-fingerprint verify-hash x509-track`,
  algorithms: `tls-cipher tls-ciphersuites tls-groups ecdh-curve tls-cert-profile tls-version-max prng ncp-disable
    compat-mode key-method keysize use-prediction-resistance`,
  replay: 'no-replay replay-window no-iv ifconfig-nowarn',
  asked: `askpass pkcs11-id pkcs11-providers pkcs11-pin-cache pkcs11-id-management pkcs11-protected-authentication
    pkcs11-private-mode pkcs11-cert-private cryptoapicert static-challenge`,
  windows: 'dev-node windows-driver ip-win32 route-method tap-sleep service pause-exit show-adapters allow-nonadmin',
  pulled: 'pull-filter route-nopull route-ipv6-gateway',
  guard: 'block-ipv6 block-outside-dns',
  information: 'push-peer-info',
}

const byName: ReadonlyMap<string, string> = new Map(
  (Object.keys(reasons) as (keyof typeof reasons)[]).flatMap((reason) =>
    groups[reason]
      .trim()
      .split(/\s+/)
      .map((name) => [name, reasons[reason]] as const),
  ),
)

export const whyLeftOut = (name: string): string => byName.get(name) ?? 'is nothing that Roam6 knows'
