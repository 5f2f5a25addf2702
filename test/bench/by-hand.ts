/** What a person who knows everything would type to connect seed 001's laptop: the same daemon, links, routes and rules. */

interface Connection {
  readonly gateway: string
  readonly id: string
  readonly peer: string
}

export const byHand = ({ gateway, id, peer }: Connection) => `set -e
cd /run/hand
cat > strongswan.conf <<EOF
charon-systemd {
  load = random nonce openssl kdf pem pkcs1 pkcs8 x509 pubkey revocation constraints curl eap-identity eap-mschapv2 eap-tls kernel-netlink socket-default vici
  port = 0
  port_nat_t = 0
  install_routes = no
  install_virtual_ip = no
  routing_table = 0
  interfaces_ignore = hand-x,hand
  plugins {
    vici {
      socket = unix:///run/hand/vici
    }
    socket-default {
      fwmark = 0x6006
    }
    kernel-netlink {
      xfrm_acq_expires = 30
    }
  }
  journal {
    default = -1
  }
}
swanctl {
  load = pem pkcs1 pkcs8 x509 pubkey openssl random
}
EOF
cat > swanctl.conf <<EOF
connections {
  home {
    version = 2
    remote_addrs = ${gateway}
    vips = 0.0.0.0
    local {
      auth = pubkey
      certs = laptop.pem
      id = ${id}
    }
    remote {
      auth = pubkey
      id = ${peer}
    }
    children {
      home {
        remote_ts = 192.168.101.0/24
        if_id_in = 42
        if_id_out = 42
        set_mark_out = 0x6006
        esp_proposals = aes256gcm16-x25519,aes128gcm16,default
      }
    }
  }
}
EOF
export STRONGSWAN_CONF=/run/hand/strongswan.conf SWANCTL_DIR=/run/hand
ip -4 -batch - <<EOF
rule add fwmark 0x6006 lookup main pref 90
EOF
ip -6 -batch - <<EOF
rule add to fd12:3456:789a::/48 unreachable pref 101
rule add to 2a00::100/120 unreachable pref 101
rule add to fd12:3456:789a::/48 lookup 6007 pref 100
rule add to 2a00::100/120 lookup 6007 pref 100
EOF
charon-systemd >/dev/null 2>&1 &
echo $! > pid
until [ -S vici ]; do sleep 0.02; done
swanctl --load-all --uri unix:///run/hand/vici --file swanctl.conf >/dev/null
swanctl --initiate --child home --timeout 30 --uri unix:///run/hand/vici >/dev/null
ip -4 -batch - <<EOF
xfrm policy add src 192.168.101.2/32 dst 192.168.101.1/32 proto 47 dir in priority 1 action block
link add hand-x mtu 1438 type xfrm if_id 42
link set hand-x up
link add hand mtu 1414 type gre local 192.168.101.1 remote 192.168.101.2 ttl 255 dev hand-x
link set hand up
address add 192.168.101.1/32 dev hand-x noprefixroute
route add 192.168.101.0/24 dev hand-x table 6007
rule add to 192.168.101.0/24 lookup 6007 pref 110
EOF
ip -6 -batch - <<EOF
address add 2a00::101/120 dev hand noprefixroute nodad
route add fd12:3456:789a::/48 dev hand table 6007
route add 2a00::100/120 dev hand table 6007
route add default dev hand table 6007
rule add lookup main suppress_prefixlength 0 pref 120
rule add lookup 6007 pref 121
EOF
`

export const undoByHand = `cd /run/hand
kill -TERM $(cat pid)
while [ -d /proc/$(cat pid) ]; do sleep 0.02; done
ip -4 -force -batch - <<EOF
link del hand
link del hand-x
xfrm policy delete src 192.168.101.2/32 dst 192.168.101.1/32 proto 47 dir in
rule del pref 90
rule del pref 110
EOF
ip -6 -force -batch - <<EOF
rule del pref 100
rule del pref 100
rule del pref 101
rule del pref 101
rule del pref 120
rule del pref 121
EOF
rm -f vici pid
`
