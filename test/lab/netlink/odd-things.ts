/** What a laptop may have besides what most have, as commands that make it: the readers of netlink must not stumble over any of it. */

export const oddLinks = [
  'ip link add odd0 type dummy',
  'ip link add odd1 mtu 1380 type veth peer name odd2',
  'ip link set odd0 up',
  'ip link set odd1 up',
  "ip link set odd0 alias 'Büro 家 – “roam6”'",
  'ip address add 10.77.0.1/24 dev odd0',
  'ip address add 10.77.9.1 peer 10.77.9.2/32 dev odd0 scope link',
  'ip address add 10.77.8.1/24 dev odd0 scope 42',
  'ip -6 address add 2001:db8:77::1/64 dev odd0 nodad preferred_lft 0',
  'ip -6 address add 2001:db8:78::1 peer 2001:db8:78::2/128 dev odd0 nodad',
  'ip -6 address add ::ffff:0:1/128 dev odd0 nodad',
]

export const oddRoutes = [
  'ip route add 10.79.0.0/16 via inet6 fe80::1 dev odd0 metric 50',
  'ip route add 10.80.0.1 dev odd0 mtu lock 1300 advmss 1200 table 70000 protocol 66',
  'ip route add 10.81.0.0/16 tos 0x10 via 10.77.0.2',
  'ip route add blackhole 10.82.0.0/16',
  'ip route add unreachable 10.83.0.0/16 table 6006 protocol 66',
  'ip route add prohibit 10.84.0.0/16 table 52',
  'ip route add throw default table 52',
  'ip route add default dev odd0 table 51820 scope link',
  'ip nexthop add id 7 via fe80::7 dev odd0',
  'ip nexthop add id 8 via fe80::8 dev odd0',
  'ip nexthop add id 9 group 7/8',
  'ip -6 route add 2001:db8:7::/48 nhid 7',
  'ip -6 route add 2001:db8:9::/48 nhid 9',
  'ip -6 route add 2001:db8:10::/48 nexthop via fe80::1 dev odd0 nexthop via fe80::2 dev odd0',
  'ip -6 route add 2001:db8:11::/48 from 2001:db8:77::/64 dev odd0',
  'ip -6 route add unreachable 2001:db8:12::/48 metric 4294967295',
  'ip -6 route add blackhole default table 6006 protocol 66',
  'ip -6 route add 2001:db8:13::/48 dev odd0 mtu 1280 metric 7 protocol ra',
]

const bothFamilies = [
  'not fwmark 51820 lookup 51820',
  'pref 100 fwmark 0x10/0xff lookup 100',
  'pref 101 fwmark 0/0xff lookup 100',
  'pref 102 uidrange 1000-1000 lookup 102',
  'pref 103 uidrange 1000-2000 lookup 103',
  'pref 104 iif odd0 lookup 104',
  'pref 105 oif odd0 lookup main suppress_prefixlength 0 protocol 66',
  'pref 106 oif gone0 unreachable protocol 66',
  'pref 107 blackhole',
  'pref 108 prohibit',
  'pref 109 ipproto 17 dport 53 lookup 109',
  'pref 110 sport 1000-2000 lookup 109',
  'pref 111 tos 0x10 lookup 109',
  'pref 113 tun_id 5 lookup 109',
  'pref 114 nop',
  'pref 115 goto 32766',
  'pref 116 lookup 70000 suppress_ifgroup 3',
]

export const oddRules = [
  ...bothFamilies.flatMap((rule) => [`ip rule add ${rule}`, `ip -6 rule add ${rule}`]),
  'ip rule add pref 120 from 10.77.0.1 to 10.0.0.0/8 lookup 120',
  'ip rule add pref 121 not to 0.0.0.0/1 lookup 120',
  'ip rule add pref 0 to 10.78.0.0/16 goto 120 protocol 66',
  'ip -6 rule add pref 0 fwmark 0x6006 goto 6000',
  'ip -6 rule add pref 120 from 2001:db8::/32 to fd12::1 lookup 120',
]

const aead = 'aead "rfc4106(gcm(aes))" 0x0102030405060708091011121314151617181920 128'
const ends = (a: string, b: string) => `src ${a} dst ${b}`

export const oddXfrm = [
  `ip xfrm state add ${ends('192.0.2.1', '192.0.2.2')} proto esp spi 0x1001 reqid 7 mode tunnel ${aead}`,
  `ip xfrm state add ${ends('2001:db8::1', '2001:db8::2')} proto esp spi 0x1002 mode transport ${aead} if_id 0x6006`,
  `ip xfrm state add ${ends('192.0.2.1', '192.0.2.2')} proto ah spi 0x1003 mode transport auth-trunc "hmac(sha256)" 0x0102 128`,
  `ip xfrm state allocspi ${ends('192.0.2.1', '192.0.2.3')} proto esp mode tunnel reqid 0x6006 min 0x2000 max 0x2000`,
  `ip xfrm policy add ${ends('192.0.2.1/32', '192.0.2.0/24')} proto 47 dir in priority 1 action block`,
  `ip xfrm policy add ${ends('0.0.0.0/0', '10.0.0.0/8')} dir fwd priority 2 tmpl ${ends('192.0.2.1', '192.0.2.2')} proto esp reqid 7 mode tunnel`,
  `ip xfrm policy add ${ends('2001:db8::/32', '::/0')} proto 17 dport 53 dir out if_id 0x6006 tmpl ${ends('2001:db8::1', '2001:db8::2')} proto esp mode tunnel`,
  `ip xfrm policy add ${ends('::/0', '::/0')} dir out priority 9 ptype sub`,
  `ip xfrm policy add ${ends('0.0.0.0/0', '0.0.0.0/0')} dev lo dir out priority 1 action allow`,
]

export const oddNftables = [
  "nft 'add table inet roam6; add chain inet roam6 input { type filter hook prerouting priority -300; }; add chain inet roam6 empty'",
  `nft 'add rule inet roam6 input iifname "lo" accept comment "first"; add rule inet roam6 input counter; add rule inet roam6 input drop comment "last – letzte"'`,
  'nft \'add table inet roam6-guard; add chain inet roam6-guard output; add rule inet roam6-guard output drop comment "guard"\'',
  // The same names elsewhere.
  'nft \'add table inet other; add chain inet other gate; add rule inet other gate drop comment "other"\'',
  'nft \'add table ip roam6; add chain ip roam6 gate; add rule ip roam6 gate drop comment "of ip"\'',
]

export const oddThings = [...oddLinks, ...oddRoutes, ...oddRules, ...oddXfrm, ...oddNftables]
