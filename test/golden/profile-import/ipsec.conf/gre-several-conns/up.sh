#!/bin/sh
ip tunnel add t mode gre remote 10.0.0.1
