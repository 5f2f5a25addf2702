import { firstExecutable } from '../files/first-executable.ts'

const programs: readonly string[] = [
  '/usr/sbin/charon-systemd', // Debian, Ubuntu, Fedora, openSUSE
  '/usr/bin/charon-systemd', // Arch
  '/usr/lib/ipsec/charon-systemd',
  '/usr/libexec/ipsec/charon-systemd',
  '/usr/libexec/strongswan/charon-systemd',
  '/usr/local/sbin/charon-systemd',
]

export const findCharon = (): Promise<string | null> => firstExecutable(programs)
