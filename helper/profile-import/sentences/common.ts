/** Lines that every format has: certificates and keys, and what scripts beside a configuration say. */
import { parseAddress } from '../../core/ip.ts'
import type { Sentence } from './sentence.ts'

/** From where to where a tunnel of a script goes; a variable is no place that a person knows. */
function ends(command: string): string {
  const at = (word: string) => parseAddress(new RegExp(`\\b${word} (\\S+)`).exec(command)?.[1] ?? '')?.address
  const [local, remote] = [at('local'), at('remote')]
  if (!remote) return ''
  return local ? `, from ${local} to ${remote}` : `, to ${remote}`
}

export const common: readonly Sentence[] = [
  {
    when: /^certificate laptop: (.+?)(?: < (.+))?$/,
    says: ([, own, above]) => `Your certificate is ${own}${above ? `, signed by ${above}` : ''}.`,
  },
  { when: /^certificate gateway: (.+)$/, says: 'The gateway must show the certificate $1, and no other.' },
  { when: /^certificate ca[\w-]*: (.+)$/, says: '$1 may sign the gateway’s certificate.' },
  { when: /^certificate (\S+)(?:: (.+))?$/, says: 'A certificate called $1 comes along.' },
  {
    when: /^private key of \S+, encrypted$/,
    says: 'Your private key comes along. It is encrypted: its passphrase is asked once.',
  },
  { when: /^private key( of \S+)?$/, says: 'Your private key comes along.' },
  { when: /^revocation list$/, says: 'The list of certificates that the authority took back comes along.' },
  {
    when: /^identity (.+): the certificate’s subject/,
    says: 'You are $1 to the gateway: no line says otherwise, and your certificate does.',
  },
  { when: /^secret of type EAP$/, says: 'Your password comes along.' },
  { when: /^secret of type \S+$/, says: 'The shared key comes along.' },
  { when: /^passphrase of (.+)$/, says: 'The passphrase of $1 comes along, and is used once.' },
  { when: /^include (.+)$/, says: 'More is read from $1.', usual: true },
  { when: /^home is (\S+): (.+)$/, says: '$1 is home: $2.' },
  { when: /^home is (\S+)$/, says: '$1 is home.' },
  { when: /^address (\S+)$/, says: 'The laptop’s address at home is $1.' },
  { when: /^route to (?:::\/0|2000::\/3)$/, says: 'All other IPv6 goes home.' },
  { when: /^route to (?:::\/0|2000::\/3) via (\S+)$/, says: 'All other IPv6 goes home, by way of $1.' },
  { when: /^route to (\S+) via (\S+)$/, says: '$1 is reached by way of $2.' },
  { when: /^route to (\S+), which/, says: '$1 is reached through the tunnel.', usual: true },
  { when: /^route to (\S+)$/, says: '$1 is reached through the tunnel.' },
  { when: /^MTU (\d+), to compare/, says: 'A script sets the MTU to $1. Roam6 calculates and measures its own.' },
  { when: /^the device is called (\S+)$/, says: 'The tunnel’s device is called $1.' },
  { when: /^.*\b(?:mode|type) gre\b.*$/, says: ([command = '']) => `GRE runs inside${ends(command)}.` },
  {
    when: /^.*\b(?:mode|type) (?:ip6ip6|ip6tnl|any)\b.*$/,
    says: ([command = '']) => `ip6ip6 carries IPv6${ends(command)}.`,
  },
  { when: /^(ESP goes from \S+ to \S+): the first is this machine’s address$/, says: '$1.' },
]
