/**
 * This module learns the DNS servers that the gateway hands out (RFC 7296, 3.15.1). VICI does not report them, but charon's plugin updown puts
 * them into the environment of a command that it runs when a CHILD_SA comes up or goes down. Our command is fixed text, and writes
 * these variables to a file in charon's folder. The plugin resolve is not used: where it finds resolvconf(8), which may be
 * systemd-resolved's, it calls that, and so changes the machine's DNS.
 */
import { parseAddress } from '../../ip.ts'

const quoted = (path: string) => `'${path.replaceAll("'", "'\\''")}'`

/**
 * Gives the command for sh(1). charon puts "2>&1 " before it, so it begins with a simple command. The file is written under another name and
 * then moved, so that nobody reads half of it. It appears also where there are no servers and grep finds nothing (hence ";"), as
 * `connectIke` waits for it.
 */
export const nameServerCommand = (file: string): string =>
  `env | grep '^PLUTO_DNS' >${quoted(`${file}.new`)}; mv ${quoted(`${file}.new`)} ${quoted(file)}`

/** "PLUTO_DNS4_1=192.0.2.53" (updown_listener.c), in the gateway's order within each family. */
export const readNameServers = (text: string): string[] =>
  text.split('\n').flatMap((line) => parseAddress(/^PLUTO_DNS[46]_\d+=(.*)$/.exec(line)?.[1] ?? '')?.address ?? [])
