/** Finds the problem that openvpn's log tells of: the first row of this table that fits any of its lines. */
import type { OpenVpnLayer } from '../../../contract/layer/openvpn.ts'
import type { Finding, ProblemCode } from '../../../contract/problem.ts'
import { finding } from '../../outcome.ts'

export interface OpenVpnFailureContext {
  readonly gateway: string
  readonly port: number
  readonly protocol: 'udp' | 'tcp'
  /** "tls-auth key": what a packet must have been made with for the gateway to answer it; null where it answers all. */
  readonly sharedKey: string | null
  readonly version: string
}

export const sharedKeyOf = ({ 'static-key': staticKey, tls }: OpenVpnLayer): string | null =>
  staticKey
    ? 'static key'
    : tls?.auth
      ? 'tls-auth key'
      : tls?.crypt
        ? 'tls-crypt key'
        : tls?.['crypt-v2']
          ? 'tls-crypt-v2 key'
          : null

interface Sign {
  readonly says: RegExp
  /**
   * How many such lines in one try show that trying the same remote again would end the same. Absent where one forged
   * datagram makes the daemon write the line, or where the daemon ends by itself; 2 where the gateway may be about to
   * start.
   */
  readonly decides?: 1 | 2
  readonly means: (context: OpenVpnFailureContext, match: RegExpMatchArray) => Finding
}

/** OpenSSL's words for X509_V_ERR_* (x509_txt.c), and ours. */
const verifyErrors: readonly (readonly [RegExp, string])[] = [
  [/certificate has expired/, 'the gateway’s certificate has expired'],
  [/not yet valid/, 'the gateway’s certificate is not yet valid: look at this laptop’s clock'],
  [
    /unable to get (local )?issuer|self[- ]signed certificate/,
    'the gateway’s certificate is of an authority that the profile does not know',
  ],
  [/certificate revoked/, 'the gateway’s certificate is revoked'],
]

/** Messages of src/openvpn/{ssl,ssl_verify,crypto,socket,options,init,push}.c, 2.5 to 2.7; OpenSSL's of ssl/ssl_err.c. */
const signs: readonly Sign[] = [
  {
    // The gateway's also come as AUTH_FAILED, which has nothing to do with names and passwords then (ssl_ncp.c).
    says: /no shared cipher|failed to negotiate cipher|no common cipher|cipher.*not allowed/i,
    decides: 1,
    means: () => finding('openvpn-tls-failed', { why: 'no cipher in common' }),
  },
  { says: /AUTH_FAILED/, means: () => finding('openvpn-auth-failed') },
  {
    says: /static key mode.*(?:removed|no longer)|--secret.*(?:removed|not supported)/i,
    means: ({ version }) => finding('openvpn-static-key-gone', { version }),
  },
  {
    says: /VERIFY ERROR: .*error=([^:]+):/,
    decides: 1,
    means: (_, [, error = '']) =>
      finding('openvpn-tls-failed', { why: verifyErrors.find(([says]) => says.test(error))?.[1] ?? error.trim() }),
  },
  {
    says: /VERIFY X509NAME ERROR: .*?must be (.+)$/,
    decides: 1,
    means: (_, [, name = '']) => finding('openvpn-tls-failed', { why: `the gateway is not ${name}` }),
  },
  {
    says: /VERIFY (?:KU|EKU) ERROR|Certificate does not have (?:key usage|extended key usage)/,
    decides: 1,
    means: () => finding('openvpn-tls-failed', { why: 'the gateway’s certificate is not one for servers' }),
  },
  {
    says: /alert (unknown ca|access denied|(?:bad|unsupported|no) certificate|certificate (?:expired|revoked|unknown|required))/,
    decides: 1,
    means: (_, [, alert = '']) =>
      finding('openvpn-tls-failed', { why: `the gateway does not accept our certificate (${alert})` }),
  },
  {
    says: /OpenSSL: error:[0-9A-F]+:SSL routines:[^:]*:([^:]+)/,
    decides: 1,
    means: (_, [, why = '']) => finding('openvpn-tls-failed', { why }),
  },
  {
    says: /tls-crypt unwrap(?:ping)? (?:error|failed)|tls-crypt.*authentication failed/,
    means: () => finding('openvpn-key-mismatch', { what: 'tls-crypt key' }),
  },
  {
    says: /TLS Error: .*(?:incoming packet authentication failed|cannot locate HMAC)/,
    means: () => finding('openvpn-key-mismatch', { what: 'tls-auth key' }),
  },
  {
    says: /Authenticate\/Decrypt packet error/,
    means: ({ sharedKey }) => finding('openvpn-key-mismatch', { what: sharedKey ?? 'data key' }),
  },
  {
    says: /Connection refused|ECONNREFUSED/,
    decides: 2,
    means: ({ gateway, port, protocol }) =>
      finding('openvpn-port-closed', { gateway, port, protocol: protocol.toUpperCase() }),
  },
  {
    says: /^(?:Options error|Cipher .* not supported|Unrecognized option)/,
    means: () => finding('openvpn-options-refused'),
  },
]

/**
 * A packet of the gateway's took part in the TLS handshake (ssl.c): the failure that followed is neither silence nor a
 * stranger's packet.
 */
const answered = /TLS: Initial packet from/

/** The problems that stand for logs in which no line names a cause. */
const silences: readonly ProblemCode[] = ['openvpn-silent', 'openvpn-key-unanswered', 'openvpn-broken-off']
export const isSilence = ({ code }: Finding): boolean => silences.includes(code)

/** The number of last lines that are shown as evidence. */
const evidenceLines = 8

/**
 * Finds the problem of a failed try in the daemon's log. Where no line names a cause, the problem is the gateway's
 * silence.
 * @param lines in the order of the log
 */
export function diagnoseOpenVpn(lines: readonly string[], context: OpenVpnFailureContext): Finding {
  const evidence = lines.slice(-evidenceLines)
  for (const { says, means } of signs)
    for (const line of lines) {
      const match = says.exec(line)
      if (match) return { ...means(context, match), evidence: [...new Set([line, ...evidence])] }
    }
  const { gateway, port, protocol, sharedKey } = context
  const silence = { gateway, port, protocol: protocol.toUpperCase() }
  if (lines.some((line) => answered.test(line))) return finding('openvpn-broken-off', silence, evidence)
  return sharedKey === null
    ? finding('openvpn-silent', silence, evidence)
    : finding('openvpn-key-unanswered', { ...silence, what: sharedKey }, evidence)
}

/** Tells after how many such lines a remote is given up; Infinity for a line that decides nothing. */
export const decidesAfter = (line: string): number =>
  signs.find(({ says, decides }) => decides !== undefined && says.test(line))?.decides ?? Number.POSITIVE_INFINITY
