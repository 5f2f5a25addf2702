#!/bin/sh
ip addr add 2001:db8::9/64 dev eth9
