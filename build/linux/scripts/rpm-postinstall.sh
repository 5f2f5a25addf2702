# $1 counts the versions that are there after this: 1 at the first installation, 2 in an upgrade.
make_group
load_apparmor

if command -v systemctl >/dev/null && [ "$1" -eq 1 ]; then systemctl --no-reload preset "$unit" || :; fi
if runs_systemd; then
  systemctl daemon-reload || :
  if [ "$1" -eq 1 ] && systemctl --quiet is-enabled "$unit"; then systemctl start "$unit" || :; fi
fi
