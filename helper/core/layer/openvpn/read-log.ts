/** Which algorithms protect packets, as openvpn logs them when it has them (crypto.c, ssl_ncp.c; 2.5 to 2.7). */
export interface DataChannel {
  readonly cipher: string | null
  readonly digest: string | null
}

const cipherLine =
  /(?:Data Channel: cipher|Outgoing Data Channel: Cipher|Outgoing Static Key Encryption: Cipher) '([^']+)'/
const digestLine =
  /(?:Outgoing (?:Data Channel|Static Key Encryption): Using \d+ bit message hash|Data Channel: .*auth) '([^']+)'/

/** The latest of each. */
export const readDataChannel = (lines: readonly string[]): DataChannel => {
  const latest = (pattern: RegExp) =>
    lines.map((line) => pattern.exec(line)?.[1]).findLast((found) => found !== undefined)
  return { cipher: latest(cipherLine) ?? null, digest: latest(digestLine) ?? null }
}
