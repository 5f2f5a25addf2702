/** Writes the states and policies of static ESP for the gateway. They are the laptop's, seen from the other end. */
import type { EspAssociation, EspLayer } from '../../contract/layer/esp.ts'
import { familyOf } from '../ip.ts'
import { algorithmWords } from '../layer/esp.ts'
import { type BlankName, blank } from './blanks.ts'

type KeyName = 'encryption-key' | 'integrity-key'

/** Puts blanks in the place of an association's keys, unless secrets are asked for. */
function shown(
  association: EspAssociation,
  secrets: boolean,
  names: Readonly<Record<KeyName, BlankName>>,
): EspAssociation {
  if (secrets) return association
  const { 'integrity-key': integrity } = association
  return {
    ...association,
    'encryption-key': blank(names['encryption-key']),
    ...(integrity === undefined ? {} : { 'integrity-key': blank(names['integrity-key']) }),
  }
}

/** Quotes the names of algorithms for a shell, such as "rfc4106(gcm(aes))". */
const words = (association: EspAssociation) =>
  algorithmWords(association)
    .map((word) => (/^[\w.-]+$/.test(word) ? word : `'${word}'`))
    .join(' ')

export function espLines(layer: EspLayer, secrets: boolean): readonly string[] {
  const { local: laptop, remote: gateway } = layer
  const toLaptop = shown(layer.in, secrets, {
    'encryption-key': 'encryption-key-to-laptop',
    'integrity-key': 'integrity-key-to-laptop',
  })
  const fromLaptop = shown(layer.out, secrets, {
    'encryption-key': 'encryption-key-from-laptop',
    'integrity-key': 'integrity-key-from-laptop',
  })
  const state = (from: string, to: string, association: EspAssociation) => [
    `ip xfrm state delete src ${from} dst ${to} proto esp spi ${association.spi} 2>/dev/null || true`,
    `ip xfrm state add src ${from} dst ${to} proto esp spi ${association.spi} mode tunnel ${words(association)}`,
  ]
  const policy = (direction: 'in' | 'out' | 'fwd', from: string, to: string, ends: string) =>
    `ip xfrm policy update src ${from} dst ${to} dir ${direction} tmpl ${ends} proto esp mode tunnel`
  return [
    ...state(gateway, laptop, toLaptop),
    ...state(laptop, gateway, fromLaptop),
    ...layer['local-networks'].flatMap((theirs) =>
      layer['remote-networks']
        .filter((ours) => familyOf(ours) === familyOf(theirs))
        .flatMap((ours) => [
          policy('out', ours, theirs, `src ${gateway} dst ${laptop}`),
          policy('in', theirs, ours, `src ${laptop} dst ${gateway}`),
          policy('fwd', theirs, ours, `src ${laptop} dst ${gateway}`),
        ]),
    ),
  ]
}
