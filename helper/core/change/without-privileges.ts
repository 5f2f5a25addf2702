/** Starts a daemon that carries packets itself without any power over the machine (setpriv(1)): its device is made for it beforehand. */
import { daemonUser } from './marks.ts'

/** util-linux, on every distribution. */
const setpriv = '/usr/bin/setpriv'

/** @param capabilities the few that the daemon keeps: "net_bind_service" */
export function withoutPrivileges(
  program: string,
  args: readonly string[],
  capabilities: readonly string[] = [],
): { readonly program: string; readonly arguments: readonly string[] } {
  const kept = capabilities.map((name) => `,+${name}`).join('')
  return {
    program: setpriv,
    arguments: [
      `--reuid=${daemonUser}`,
      `--regid=${daemonUser}`,
      '--clear-groups',
      '--no-new-privs',
      `--bounding-set=-all${kept}`,
      `--inh-caps=-all${kept}`,
      `--ambient-caps=-all${kept}`,
      '--',
      program,
      ...args,
    ],
  }
}
