case "$1" in
  remove)
    rm -rf "$cache"
    unload_apparmor
    deb-systemd-helper mask "$unit" >/dev/null || :
    ;;
  purge)
    names=$(profile_names)
    [ -z "$names" ] || printf 'roam6: these profiles go, with their keys:\n%s\n' "$names"
    rm -rf "$state"
    deb-systemd-helper purge "$unit" >/dev/null || :
    deb-systemd-helper unmask "$unit" >/dev/null || :
    # Nothing on disk is the group's.
    if getent group roam6 >/dev/null; then groupdel roam6 || :; fi
    ;;
  *) exit 0 ;;
esac

if runs_systemd; then systemctl --system daemon-reload || :; fi
