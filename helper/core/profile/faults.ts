/** Places of a profile that are wrong, collected. */
import type { Profile } from '../../contract/profile.ts'
import { formatPrefix, network, parseAddress, parsePrefix } from '../ip.ts'

export interface ProfileFault {
  /** "line 12" or "layer[0].peer.id" */
  readonly place: string
  readonly what: string
}

/** Each check reports what it finds; nothing found is nothing said. */
export interface FaultReporter {
  fault(place: string, what: string): void
  address(place: string, text: string): void
  /** On its boundary: a network. */
  prefix(place: string, text: string): void
  /** An address with the length of its network. */
  addressWithLength(place: string, text: string): void
  certificate(place: string, name: string | undefined, needsKey: boolean): void
}

export function faultReporter({ certificate }: Profile, faults: ProfileFault[]): FaultReporter {
  const fault = (place: string, what: string) => void faults.push({ place, what })
  const noPrefix = (text: string) => `“${text}” is no IPv4 or IPv6 prefix`
  return {
    fault,
    address(place, text) {
      if (!parseAddress(text)) fault(place, `“${text}” is no IPv4 or IPv6 address`)
    },
    prefix(place, text) {
      const prefix = parsePrefix(text)
      if (!prefix) fault(place, noPrefix(text))
      else if (network(text) !== formatPrefix(prefix))
        fault(place, `“${text}” is not on a prefix boundary; did you mean ${network(text)}?`)
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
