#!/bin/sh
dev=home
ip addr add 10.9.0.1/32 dev lo
ip link add $dev type gre local 10.9.0.1 remote 10.9.0.2 ttl 64
ip link set $dev up mtu 1400
ip -6 addr add 2001:db8:abba:7::2/64 dev $dev
ip -6 route add fd12:3456:789a::/48 dev $dev
ip -6 route add default dev $dev
