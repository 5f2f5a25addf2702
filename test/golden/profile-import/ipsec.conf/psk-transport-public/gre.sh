#!/bin/sh
ip tunnel add gre1 mode gre local 198.51.100.2 remote 203.0.113.7 ttl 255
ip link set gre1 up
ip -6 addr add 2001:db8::101/120 dev gre1
ip -6 route add fd12::/48 dev gre1
