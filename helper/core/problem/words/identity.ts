/** IKE: who laptop and gateway are to each other. */
import type { Whose } from '../../../contract/problem-args.ts'
import { day } from '../../day.ts'
import { advice, fixed, type Wordings } from './wording.ts'

/** What to do about a certificate whose time is over, by whose it is. */
const renewals: Readonly<Record<Whose, string>> = {
  your: 'Have a new one issued and import it.',
  'the gateway’s': 'The gateway needs a new certificate.',
  'the authority’s': 'Import the authority’s new one.',
}

export const identity = {
  'certificate-expired': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ whose, subject, at }) => `${subject}: ${whose} certificate expired on ${day(at)}`,
    remedies: ({ whose }) => [renewals[whose], 'If that date is not past, this laptop’s clock is wrong.'],
  },
  'certificate-not-yet-valid': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ whose, subject, at }) => `${subject}: ${whose} certificate is valid only from ${day(at)}`,
    remedies: ({ now }) => [`Check this laptop’s clock: it says ${day(now)}.`],
  },
  'certificate-other-name': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ whose, expected }) =>
      `${whose === 'your' ? 'Your' : 'The gateway’s'} certificate is not for ${expected}`,
    remedies: ({ found }) => [`It is for ${found}. Correct the identity in the profile, or the certificate.`],
  },
  'certificate-unknown-authority': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ issuer }) => `The gateway’s certificate is signed by ${issuer}, which the profile does not trust`,
    remedies: advice(
      'Add that authority’s certificate to the profile, if it is yours.',
      'If it is not: something else answers in the gateway’s place.',
    ),
  },
  'certificate-revoked': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ subject }) => `The certificate of ${subject} was revoked`,
    remedies: advice('It needs a new certificate.'),
  },
  'certificate-missing-intermediate': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ issuer }) => `The chain lacks the intermediate certificate ${issuer}`,
    remedies: ({ whose }) => [
      whose === 'your'
        ? 'Add it to your certificate in the profile, after the end entity.'
        : 'Add it to the gateway’s certificates, or to the profile’s authorities.',
    ],
  },
  'certificate-key-mismatch': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ certificate }) => `The key of certificate “${certificate}” does not belong to it`,
    remedies: advice('Import the certificate again together with its own key.'),
  },
  'key-encrypted': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ certificate }) => `The key of certificate “${certificate}” is encrypted`,
    remedies: advice('Import the profile again: the passphrase is asked once.'),
  },
  'gateway-not-authenticated': {
    layer: 'ike',
    severity: 'fatal',
    message: ({ gateway }) => `The gateway ${gateway} did not prove who it is`,
    remedies: advice('Check peer id, authorities and secret in the profile.'),
  },
  'refused-by-gateway': {
    layer: 'ike',
    severity: 'fatal',
    message: fixed('The gateway refuses us'),
    remedies: advice(
      'It only says so, not why: its log tells whether it is the identity, the certificate or the secret.',
      'Checked here: what the evidence lists.',
    ),
  },
} as const satisfies Partial<Wordings>
