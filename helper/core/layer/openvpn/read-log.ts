/** The facts of a connection that openvpn's log tells, and its management interface does not (crypto.c, ssl_ncp.c, init.c; 2.5 to 2.7). */
export interface Told {
  readonly cipher: string | null
  readonly digest: string | null
  /** The transport of the remote that the daemon is connected to now; each remote may have another. */
  readonly transport: 'udp' | 'tcp' | null
}

const cipherLine =
  /(?:Data Channel: cipher|Outgoing Data Channel: Cipher|Outgoing Static Key Encryption: Cipher) '([^']+)'/
const digestLine =
  /(?:Outgoing (?:Data Channel|Static Key Encryption): Using \d+ bit message hash|Data Channel: .*auth) '([^']+)'/
const transportLine = /^(UDP|TCP)v[46](?:_CLIENT)? link remote: /

/** Reads the latest value of each from the log. */
export const readLog = (lines: readonly string[]): Told => {
  const latest = (pattern: RegExp) =>
    lines.map((line) => pattern.exec(line)?.[1]).findLast((found) => found !== undefined)
  const transport = latest(transportLine)
  return {
    cipher: latest(cipherLine) ?? null,
    digest: latest(digestLine) ?? null,
    transport: transport === undefined ? null : transport === 'TCP' ? 'tcp' : 'udp',
  }
}
