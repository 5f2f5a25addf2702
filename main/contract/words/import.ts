/** What was read, and from where, in words. */
import type { ImportFormat, Origin } from '../../../helper/contract/import.ts'

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

/** "up.sh, line 4" */
export const originText = ({ file, line }: Origin) => (line === null ? file : `${file}, line ${line}`)

/** "a.conf, b.pem and 3 more" */
export function namesText(names: readonly string[], shown = 3): string {
  const last = names.length > shown ? `${names.length - shown} more` : names.at(-1)
  const first = names.slice(0, names.length > shown ? shown : -1)
  return first.length > 0 ? `${first.join(', ')} and ${last}` : (last ?? '')
}
