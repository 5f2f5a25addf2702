/** Says in words what was read, and from where. */
import type { ImportFormat, LeftOut, Origin } from '../../../helper/contract/import.ts'
import type { Words } from '../bridge.ts'

export const formatNames: Readonly<Record<ImportFormat, string>> = {
  toml: 'Roam6 profile (TOML)',
  'ipsec.conf': 'strongSwan ipsec.conf',
  'swanctl.conf': 'strongSwan swanctl.conf',
  sswan: 'strongSwan app (.sswan)',
  mobileconfig: 'Apple mobileconfig',
  nmconnection: 'NetworkManager connection',
  openvpn: 'OpenVPN configuration',
  tinc: 'tinc folder',
  setkey: 'setkey and ip scripts',
}

/** "home/up.sh, line 4" */
export const originText = ({ file, line }: Origin) => (line === null ? file : `${file}, line ${line}`)

/** The same beside a sentence, without folders: "up.sh, line 4". An answer is no file. */
export const placeText = ({ file, line }: Origin): string =>
  file.startsWith('answer “') ? 'your answer' : originText({ file: file.replace(/^.*\//, ''), line })

/** "a.conf, b.pem and 3 more" */
export function namesText(names: readonly string[], shown = 3): string {
  const last = names.length > shown ? `${names.length - shown} more` : names.at(-1)
  const first = names.slice(0, names.length > shown ? shown : -1)
  return first.length > 0 ? `${first.join(', ')} and ${last}` : (last ?? '')
}

/** A reason of the helper's that begins with one of these has no subject: "is never run". */
const verbs =
  /^(is|has|would|must|may|names|says|takes|brings|needs|stands|makes|means|sets|starts|loads|runs|wants|changes|carries|cannot|does|asks|belongs|comes|leads|chooses|compresses|ends|goes|nests|opens|protects)\b/

/** What the helper refuses, with its place as the subject where it says "is of no format that is known here". */
export function wholeWords(words: Words): Words {
  const { place, ...rest } = words
  return place && verbs.test(words.message) ? { ...rest, message: `${place} ${words.message}.` } : words
}

/** "is never run; nothing is" as a sentence. */
export function reasonText(why: string): string {
  // The name of a file stays as it is written.
  const starts = /^[a-z]+(?=[ ’,;]|$)/.test(why) ? `${why.charAt(0).toUpperCase()}${why.slice(1)}` : why
  const whole = verbs.test(why) ? `This ${why}` : starts
  return /[.!?…]$/.test(whole) ? whole : `${whole}.`
}

export interface Reason {
  readonly reason: string
  readonly lines: readonly LeftOut[]
}

/** Lines that are left out for the same reason, the reason that explains most of them first. */
export function byReason(leftOut: readonly LeftOut[]): readonly Reason[] {
  const found = new Map<string, LeftOut[]>()
  for (const line of leftOut) {
    const reason = reasonText(line.why)
    found.set(reason, [...(found.get(reason) ?? []), line])
  }
  return [...found].map(([reason, lines]) => ({ reason, lines })).sort((a, b) => b.lines.length - a.lines.length)
}
