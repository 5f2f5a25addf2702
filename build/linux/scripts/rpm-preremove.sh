if [ "$1" -eq 0 ]; then
  /usr/lib/roam6/leave
  if command -v systemctl >/dev/null; then systemctl --no-reload disable "$unit" || :; fi
fi
