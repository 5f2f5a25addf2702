#!/bin/sh
if [ "$1" != iptables ]; then
  ip addr add 2001:db8::66/64 dev gre1
fi
if [ "$PLUTO_VERB" = "up-client" ]; then
  ip link add gre1 type gre local "$PLUTO_MY_SOURCEIP4_1" remote 10.77.0.1 key 7
  ip addr add 2001:db8::2/64 dev gre1
  ip addr add fe80::2/64 dev gre1
  ip -6 route add 2000::/3 via 2001:db8::1
  ip -6 route add $(cat /etc/home) dev gre1
else
  ip link del gre1
fi
