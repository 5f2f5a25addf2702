#!/bin/bash
# GRE through the tunnel, for IPv6
set -o nounset
GRE="gre-${PLUTO_UNIQUEID}"
REMOTE=192.168.101.2

case "${PLUTO_VERB}" in
    up-client)
        ip tunnel add "$GRE" mode gre \
            local "$PLUTO_MY_SOURCEIP" remote "$REMOTE" ttl 64
        ip link set "$GRE" up mtu 1380
        ip -6 addr add 2a00::101/120 dev "$GRE"
        ip -6 route add fd12:3456:789a::/48 dev "$GRE"
        ip -6 route add default dev "$GRE" metric 1
        ip route add 10.9.0.0/24 dev "$PLUTO_INTERFACE"
        logger "up with $(date)"
        ;;
    down-client)
        ip tunnel del "$GRE"
        ;;
esac
