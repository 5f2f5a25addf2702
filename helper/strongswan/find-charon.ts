/** Where distributions put charon-systemd. Fixed absolute paths: whoever sets our PATH does not choose a root daemon. */
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'

const programs: readonly string[] = [
  '/usr/sbin/charon-systemd', // Debian, Ubuntu, Fedora, openSUSE
  '/usr/bin/charon-systemd', // Arch
  '/usr/lib/ipsec/charon-systemd',
  '/usr/libexec/ipsec/charon-systemd',
  '/usr/libexec/strongswan/charon-systemd',
  '/usr/local/sbin/charon-systemd',
]

export async function findCharon(): Promise<string | null> {
  for (const program of programs) {
    const executable = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (executable) return program
  }
  return null
}
