/** What a DHCPv6 server's answer means for who asked: an address for a time, or why there is none (RFC 8415). */
import { contains } from '../ip.ts'
import type { Dhcpv6Answer, Dhcpv6Question, Dhcpv6Status } from './message.ts'

export interface Dhcpv6Lease {
  readonly address: string
  readonly server: Uint8Array
  /** In seconds from when it was given: who gave it is asked, then whoever is there, then it ends. */
  readonly renewAfter: number
  readonly rebindAfter: number
  readonly endsAfter: number
}

export type Dhcpv6Verdict =
  | { readonly is: 'lease'; readonly lease: Dhcpv6Lease }
  /** Who would give one, asked for it. */
  | { readonly is: 'offer'; readonly server: Uint8Array }
  | { readonly is: 'refused'; readonly why: string }
  /** Not for us, or nothing that one could go by: as if it had not come. */
  | { readonly is: 'nothing' }

const nothing: Dhcpv6Verdict = { is: 'nothing' }
const refused = (why: string): Dhcpv6Verdict => ({ is: 'refused', why })

/** 21.13: a failure of the server's own, which asking again may mend. */
const unspecified = 1

/** What ends sooner is no address to build a tunnel on: it would be built anew all the time. */
const shortestLease = 60
/** 14.2: shares of the preferred lifetime, where the server leaves them to us; and not all the time. */
const renewShare = 0.5
const rebindShare = 0.8
const shortestRenewal = 20

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, at) => byte === b[at])

const inWords = ({ code, words }: Dhcpv6Status) => (words === '' ? `status ${code}` : `${words} (status ${code})`)

/** 18.2.10: statuses at three depths; the first that is none of success. */
function failure({ status, ia }: Dhcpv6Answer): Dhcpv6Status | undefined {
  return [status, ia?.status].find((one) => one !== undefined && one.code !== 0)
}

/** @param home what else is given is not taken: the far end's Ethernet does not decide what goes there. */
export function judgeDhcpv6(
  asked: Pick<Dhcpv6Question, 'kind' | 'transaction' | 'client' | 'address'>,
  answer: Dhcpv6Answer,
  home: readonly string[],
): Dhcpv6Verdict {
  const { kind, transaction, client, server, rapid, ia } = answer
  if (transaction !== asked.transaction || !same(client, asked.client)) return nothing
  const soliciting = asked.kind === 'solicit'
  // 18.2.1: a Reply to a Solicit commits; an Advertise is to nothing else.
  if (kind === 'advertise' ? !soliciting : soliciting && !rapid) return nothing
  const failed = failure(answer)
  if (failed) return failed.code === unspecified ? nothing : refused(inWords(failed))
  if (ia === null) return nothing
  const { renewAfter, rebindAfter } = ia
  // 21.4: whose times contradict each other is passed over.
  if (renewAfter > 0 && rebindAfter > 0 && renewAfter > rebindAfter) return nothing
  const usable = ia.addresses.filter((one) => one.status.code === 0 && one.preferred <= one.valid)
  const ours = usable.find(({ address }) => home.some((prefix) => contains(prefix, address)))
  if (!ours) return refused(usable[0] ? `${usable[0].address} is not of home` : 'no address')
  if (asked.address !== null && ours.address !== asked.address) return refused(`${ours.address} instead`)
  if (ours.valid < shortestLease) return refused(`${ours.address} for ${ours.valid} s only`)
  if (kind === 'advertise') return { is: 'offer', server }
  const endsAfter = ours.valid
  const renew = Math.max(shortestRenewal, renewAfter || Math.floor(ours.preferred * renewShare))
  const rebind = Math.max(renew, rebindAfter || Math.floor(ours.preferred * rebindShare))
  return {
    is: 'lease',
    lease: {
      address: ours.address,
      server,
      endsAfter,
      renewAfter: Math.min(renew, endsAfter),
      rebindAfter: Math.min(rebind, endsAfter),
    },
  }
}
