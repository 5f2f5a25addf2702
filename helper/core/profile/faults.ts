/** Places of a profile that are wrong, collected. */
import type { Profile } from '../../contract/profile.ts'
import { formatPrefix, network, parseAddress, parsePrefix } from '../ip.ts'
import { notHome } from './not-home.ts'
import { type Position, positionText } from './place.ts'

export interface ProfileFault {
  /** The place is a key's path, "layer[0].peer.id"; it is empty where the text is no TOML. */
  readonly place: string
  /** The position is there where the profile came as a text. */
  readonly at?: Position
  readonly what: string
}

/** Says where a fault is: "line 12, column 3, layer[0].peer.id". */
export const faultPlace = ({ place, at }: ProfileFault): string =>
  [at && positionText(at), place].filter(Boolean).join(', ')

/** Says a fault as one line. */
export const faultText = (fault: ProfileFault): string => `${faultPlace(fault)}: ${fault.what}`

/** Each check reports what it finds; nothing found is nothing said. */
export interface FaultReporter {
  fault(place: string, what: string): void
  address(place: string, text: string): void
  /** On its boundary: a network. */
  prefix(place: string, text: string): void
  /** A network that may be home's, or one that a layer reaches. */
  reachable(place: string, text: string): void
  /** An address with the length of its network. */
  addressWithLength(place: string, text: string): void
  certificate(place: string, name: string | undefined, needsKey: boolean): void
}

export function faultReporter({ certificate }: Profile, faults: ProfileFault[]): FaultReporter {
  const fault = (place: string, what: string) => void faults.push({ place, what })
  const noPrefix = (text: string) => `“${text}” is no IPv4 or IPv6 prefix`
  const prefix = (place: string, text: string) => {
    const parsed = parsePrefix(text)
    if (!parsed) fault(place, noPrefix(text))
    else if (network(text) !== formatPrefix(parsed))
      fault(place, `“${text}” is not on a prefix boundary; did you mean ${network(text)}?`)
  }
  return {
    fault,
    address(place, text) {
      if (!parseAddress(text)) fault(place, `“${text}” is no IPv4 or IPv6 address`)
    },
    prefix,
    reachable(place, text) {
      prefix(place, text)
      const why = notHome(text)
      if (why !== null) fault(place, why)
    },
    addressWithLength(place, text) {
      if (!parsePrefix(text)) fault(place, noPrefix(text))
    },
    certificate(place, name, needsKey) {
      if (name === undefined) return
      const found = Object.hasOwn(certificate, name) ? certificate[name] : undefined
      if (!found) fault(place, `there is no [certificate.${name}]`)
      else if (needsKey && found.key === undefined) fault(place, `[certificate.${name}] has no key`)
    },
  }
}
