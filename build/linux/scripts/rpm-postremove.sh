if runs_systemd; then systemctl daemon-reload || :; fi
if [ "$1" -ge 1 ]; then
  # The new version's files are there: its helper takes over; the guard stands meanwhile.
  if runs_systemd; then systemctl try-restart "$unit" || :; fi
  exit 0
fi

rm -rf "$cache"
unload_apparmor
# rpm knows no purge: what is a person's stays, and where it lies is said.
names=$(profile_names)
[ -z "$names" ] || printf 'roam6: these profiles stay in %s, with their keys:\n%s\n' "$state" "$names"
