/**
 * Finds the problem that charon's log of a failed connect tells of. Words: strongSwan 5.9.8 and 6.0, libcharon/sa and
 * libstrongswan/credentials; every pattern stands in a log of a real run (`golden/`) or names its source file.
 */
import type { Finding } from '../../../contract/problem.ts'
import { finding } from '../../outcome.ts'

export interface FailureContext {
  readonly gateway: string
  readonly peerId: string
  /** The profile wants virtual addresses. */
  readonly asksForAddress: boolean
  /** The profile wants ESP's transport mode. */
  readonly inTransport: boolean
  /** Subjects of the profile's authorities, as charon writes them. */
  readonly authorities: readonly string[]
  /** The things that were found to be in order on this side: evidence where the gateway refuses and gives no reason. */
  readonly checked: readonly string[]
  /** RFC 3339. */
  readonly now: string
}

interface Sign {
  readonly pattern: RegExp
  /** Makes the finding. Its evidence is what this side knows; charon's own lines are added to it. */
  readonly tell: (match: RegExpExecArray, log: readonly string[], context: FailureContext) => Finding
}

const gatewayWhose = 'the gateway’s'

const lastMatch = (log: readonly string[], pattern: RegExp): RegExpExecArray | null => {
  for (let i = log.length - 1; i >= 0; i--) {
    const match = pattern.exec(log[i] ?? '')
    if (match) return match
  }
  return null
}

/** "Nov 21 11:10:14 2026", in UTC because the daemon runs with TZ=UTC, to RFC 3339. */
const time = (words: string): string => {
  const at = Date.parse(`${words.replace(/ UTC/, '')} UTC`)
  return Number.isNaN(at) ? words : new Date(at).toISOString()
}

const gatewaySubject = (log: readonly string[], { peerId }: FailureContext): string =>
  lastMatch(log, /(?:using|received end entity) cert(?:ificate)? "(.*)"/)?.[1] ?? peerId

/** Words that any authority's name may hold: sharing them means nothing. */
const commonWords = new Set([
  'ca',
  'root',
  'authority',
  'certificate',
  'certification',
  'intermediate',
  'issuing',
  'sub',
])

/** The words that name whose authority it is: "O=Home, CN=Home Root CA 2" is of the house "home". */
const houseOf = (subject: string) =>
  subject
    .split(', ')
    .filter((part) => /^(?:CN|O|OU|DC)=/.test(part))
    .flatMap((part) =>
      part
        .slice(part.indexOf('=') + 1)
        .toLowerCase()
        .split(/[\s_-]+/),
    )
    .filter((word) => !commonWords.has(word) && !/^[a-z]?\d*$/.test(word))

/**
 * Decides about an issuer that is not among the profile's authorities: a stranger's authority, or a missing
 * intermediate of one of ours. An end entity names its issuer only, not the issuer's issuer, so names decide: an issuer
 * that shares a word of its name with an authority that the profile trusts, and is not that authority itself, is taken
 * for the missing intermediate.
 */
const unknownIssuer: Sign['tell'] = (match, log, context) => {
  const subject = match[1] ?? ''
  const issuer = lastMatch(log, /issuer is "(.*)"/)?.[1] ?? ''
  const house = houseOf(issuer)
  const ours = context.authorities.flatMap(houseOf).some((word) => house.includes(word))
  const evidence = [`the profile trusts: ${context.authorities.join('; ') || 'no authority'}`]
  return ours && !context.authorities.includes(issuer)
    ? finding('certificate-missing-intermediate', { whose: gatewayWhose, issuer, subject }, evidence)
    : finding('certificate-unknown-authority', { issuer, subject }, evidence)
}

const silent: Sign['tell'] = (_, log, { gateway }) => {
  const port = Number(lastMatch(log, /sending packet: from .*\[\d+\] to .*\[(\d+)\]/)?.[1] ?? 500)
  const answered = log.some((line) => line.includes('received packet: from'))
  const what = answered
    ? `the gateway answered the first message, and none that we sent to UDP ${port} after it`
    : `nothing came back from UDP ${port}`
  return finding('gateway-silent', { gateway, port, answered }, [what])
}

const refusedHere = /no acceptable traffic selectors/
const behindNat = /host is behind NAT/

/** The cause before its consequences: the first sign that stands anywhere in the log is told. */
const signs: readonly Sign[] = [
  // Our own judgement of the gateway's certificate (credential_manager.c, revocation_validator.c, auth_cfg.c).
  {
    pattern: /certificate was revoked on (.*), reason: (.*)/,
    tell: ([, at = '', reason = ''], log, context) =>
      finding('certificate-revoked', {
        whose: gatewayWhose,
        subject: gatewaySubject(log, context),
        at: time(at),
        reason,
      }),
  },
  {
    pattern: /(subject|issuer) certificate invalid \(valid from (.*) to (.*)\)/,
    tell: ([, which = '', from = '', to = ''], log, context) => {
      const subject =
        which === 'subject'
          ? gatewaySubject(log, context)
          : (lastMatch(log, /using (?:un)?trusted .*certificate "(.*)"/)?.[1] ?? 'its issuer')
      return context.now < time(from)
        ? finding('certificate-not-yet-valid', { whose: gatewayWhose, subject, at: time(from), now: context.now })
        : finding('certificate-expired', { whose: gatewayWhose, subject, at: time(to), now: context.now })
    },
  },
  { pattern: /no issuer certificate found for "(.*)"/, tell: unknownIssuer },
  {
    pattern: /self-signed certificate "(.*)" is not trusted/,
    tell: ([, issuer = ''], _log, context) =>
      finding('certificate-unknown-authority', { issuer, subject: issuer }, [
        `the profile trusts: ${context.authorities.join('; ') || 'no authority'}`,
      ]),
  },
  {
    pattern: /peer not authenticated (?:by CA|with peer cert) '(.*)'/,
    tell: ([, expected = ''], log, context) =>
      finding('certificate-unknown-authority', {
        issuer: lastMatch(log, /using trusted ca certificate "(.*)"/)?.[1] ?? gatewaySubject(log, context),
        subject: gatewaySubject(log, context),
        expected,
      }),
  },
  {
    pattern: /certificate does not confirm identity '(.*?)'|identity '(.*?)'(?: \(.*?\))? required/,
    tell: ([, certificateId, id], log, context) =>
      finding('certificate-other-name', {
        whose: gatewayWhose,
        expected: certificateId ?? id ?? context.peerId,
        found: lastMatch(log, /not matched by '(.*?)'/)?.[1] ?? gatewaySubject(log, context),
      }),
  },
  {
    pattern: /no trusted \S+ public key found for '(.*)'/,
    // Keys are looked for by the identity: a certificate for another one is never considered.
    tell: ([, expected = ''], log, context) =>
      log.some((line) => line.includes('received end entity cert'))
        ? finding('certificate-other-name', { whose: gatewayWhose, expected, found: gatewaySubject(log, context) })
        : finding('gateway-not-authenticated', { gateway: context.gateway, id: expected }, [
            'the gateway sent no certificate: it may have none for that identity',
          ]),
  },
  {
    pattern: /signature validation failed|but MAC mismatched|verification of AUTH payload with.* failed/,
    tell: (_match, _log, { gateway, peerId }) => finding('gateway-not-authenticated', { gateway, id: peerId }),
  },
  // The gateway's judgement of us.
  {
    pattern: /EAP-MS-CHAPv2 failed with error (\S+)|received EAP_FAILURE|received AUTHENTICATION_FAILED notify error/,
    tell: ([line], _log, { gateway, checked }) =>
      finding('refused-by-gateway', { gateway, method: line.includes('EAP') ? 'EAP' : 'IKE' }, checked),
  },
  // What we could not agree on: IKE (ike_init.c), then the CHILD_SA (child_create.c).
  {
    pattern:
      /received NO_PROPOSAL_CHOSEN notify error|received INVALID_KE_PAYLOAD notify error|proposal selection invalid/,
    tell: (_match, _log, { gateway }) => finding('no-common-ike-proposal', { gateway }),
  },
  {
    // OpenIKED answers IKE_AUTH with the bare notify, and without its identity.
    pattern:
      /received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built|no acceptable proposal found|IKE_AUTH response .*\[ N\(NO_PROP\) \]/,
    tell: (_match, _log, { gateway }) => finding('no-common-esp-proposal', { gateway }),
  },
  {
    pattern: /received (?:INTERNAL_ADDRESS_FAILURE|FAILED_CP_REQUIRED) notify/,
    tell: (_match, _log, { gateway }) => finding('no-virtual-address', { gateway }),
  },
  {
    pattern:
      /received (?:TS_UNACCEPTABLE|INVALID_SELECTORS|SINGLE_PAIR_REQUIRED) notify|no acceptable traffic selectors|IKE_AUTH response .*\[ N\(TS_UNACCEPT\) \]/,
    tell: (_match, log, { gateway, asksForAddress, inTransport }) => {
      // A gateway need not know what NAT makes of the selectors of transport mode (RFC 7296, 2.23.1).
      if (inTransport && log.some((line) => behindNat.test(line))) return finding('transport-behind-nat', { gateway })
      // Without the address we asked for, the gateway's selectors cannot fit ours.
      return asksForAddress &&
        log.some((line) => refusedHere.test(line)) &&
        !log.some((line) => line.includes('virtual IP'))
        ? finding('no-virtual-address', { gateway })
        : finding('selectors-refused', { gateway })
    },
  },
  {
    pattern: /received (?:TEMPORARY_FAILURE|NO_ADDITIONAL_SAS) notify/,
    tell: (_match, _log, { gateway }) => finding('gateway-busy', { gateway }),
  },
  {
    pattern: /unable to install .*(?:IPsec SA|IPsec policies)/,
    tell: () => finding('kernel-without', { feature: 'ESP with these algorithms', module: 'esp4' }),
  },
  // Last: everything above may come with retransmits too.
  { pattern: /giving up after \d+ retransmits|peer not responding|retransmit \d+ of request/, tell: silent },
]

/** Chatter that says nothing about a cause. */
const chatter = /^\[(?:ENC|KNL|JOB|MGR)\]|^\[NET\] (?:sending|received) packet/
const evidenceLines = 12

export function diagnoseFailure(log: readonly string[], context: FailureContext): Finding {
  const words = log.filter((line) => !chatter.test(line)).slice(-evidenceLines)
  for (const { pattern, tell } of signs) {
    const match = lastMatch(log, pattern)
    if (!match) continue
    const found = tell(match, log, context)
    // The telling line first, then what we know ourselves, then what charon said around it.
    const telling = match.input
    return { ...found, evidence: [telling, ...found.evidence, ...words.filter((line) => line !== telling)] }
  }
  return finding('ike-failed', { gateway: context.gateway }, words)
}
