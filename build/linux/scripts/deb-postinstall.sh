case "$1" in
  configure | abort-upgrade | abort-deconfigure | abort-remove) ;;
  *) exit 0 ;;
esac

make_group
load_apparmor

# What the administrator switched off stays off (deb-systemd-helper(1p)).
deb-systemd-helper unmask "$unit" >/dev/null || :
if deb-systemd-helper --quiet was-enabled "$unit"; then
  deb-systemd-helper enable "$unit" >/dev/null || :
else
  deb-systemd-helper update-state "$unit" >/dev/null || :
fi

if runs_systemd; then
  systemctl --system daemon-reload || :
  # After an upgrade the new helper takes over; the guard stands meanwhile.
  if [ -n "$2" ]; then action=restart; else action=start; fi
  deb-systemd-invoke "$action" "$unit" || :
fi
