if [ "$1" = remove ]; then /usr/lib/roam6/leave; fi
