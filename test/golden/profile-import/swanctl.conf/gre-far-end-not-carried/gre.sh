#!/bin/sh
ip link add gre1 type gre remote 10.78.0.1
ip addr add 2001:db8::2/64 dev gre1
