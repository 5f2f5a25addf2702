unit=roam6-helper.service
state=/var/lib/roam6
cache=/var/cache/roam6
profile=/etc/apparmor.d/roam6

# systemd is the running service manager: in a container's build, or beside another, files are all that is installed.
runs_systemd() { [ -d /run/systemd/system ]; }

make_group() {
  if command -v systemd-sysusers >/dev/null; then
    systemd-sysusers roam6.conf
  elif ! getent group roam6 >/dev/null; then
    groupadd --system roam6
  fi
}

# AppArmor before 4.0 does not know the profile's words, and does not restrict what the profile grants.
load_apparmor() {
  command -v apparmor_parser >/dev/null || return 0
  apparmor_parser --skip-kernel-load --skip-cache /usr/share/roam6/apparmor >/dev/null 2>&1 || return 0
  install -m 644 /usr/share/roam6/apparmor "$profile"
  if [ -d /sys/kernel/security/apparmor ]; then apparmor_parser --replace "$profile" || :; fi
}

unload_apparmor() {
  [ -e "$profile" ] || return 0
  if [ -d /sys/kernel/security/apparmor ]; then apparmor_parser --remove "$profile" || :; fi
  rm -f "$profile"
}

# The profiles' names, one a line, indented.
profile_names() {
  sed -n 's/^name *= */  /p' "$state"/profiles/*.toml 2>/dev/null || :
}
