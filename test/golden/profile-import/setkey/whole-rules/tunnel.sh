#!/bin/sh
ip -6 tunnel add mytun mode ip6ip6 remote 2222:2222:2222:2222::2 local 2111:1111:1111:1111::1 encaplimit none ttl 64
ip -6 addr add fd12:3456:789a:3::1/64 dev mytun
ip -6 addr add fd12:3456:789a:1::7/64 dev lo
