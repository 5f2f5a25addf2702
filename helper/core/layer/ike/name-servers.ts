/**
 * DNS servers that the gateway hands out (RFC 7296, 3.15.1). VICI does not tell them; charon's plugin updown does, in the
 * environment of a command that it runs when a CHILD_SA is up. Ours is fixed text that writes them down in charon's own
 * folder. The plugin resolve would write a file by itself, but takes resolvconf(8) where it finds one: it would change
 * the system, by systemd-resolved's.
 */
import { parseAddress } from '../../ip.ts'

const quoted = (path: string) => `'${path.replaceAll("'", "'\\''")}'`

/** The command for sh(1), which charon runs after its own "2>&1". The file appears only when it is complete. */
export const nameServerCommand = (file: string): string =>
  `env | grep '^PLUTO_DNS' >${quoted(`${file}.new`)}; mv ${quoted(`${file}.new`)} ${quoted(file)}`

/** "PLUTO_DNS4_1=192.0.2.53" (updown_listener.c), in the gateway's order within each family. */
export const readNameServers = (text: string): string[] =>
  text.split('\n').flatMap((line) => parseAddress(/^PLUTO_DNS[46]_\d+=(.*)$/.exec(line)?.[1] ?? '')?.address ?? [])
