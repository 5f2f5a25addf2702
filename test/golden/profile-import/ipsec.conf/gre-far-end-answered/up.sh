#!/bin/sh
[ "$PLUTO_VERB" = up-client ] || exit 0
ip link add home type gre local $PLUTO_ME remote $1
ip addr add fd12:3456:789a:1::2/64 dev home
ip addr add ${PLUTO_MY_CLIENT%/*} dev home
