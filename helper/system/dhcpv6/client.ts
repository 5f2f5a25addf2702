/** Takes one address by DHCPv6, holds it, and gives it back (RFC 8415, 18.2; sections below are of this RFC). */
import { type Dhcpv6Lease, type Dhcpv6Verdict, judgeDhcpv6 } from '../../core/dhcpv6/lease.ts'
import { type Dhcpv6Question, decodeDhcpv6, encodeDhcpv6 } from '../../core/dhcpv6/message.ts'
import { crypto } from '../../crypto.ts'
import { after } from './after.ts'
import type { Datagrams } from './socket.ts'

export interface HeldAddress {
  readonly address: string
  /** Resolves with the reason when the address is ours no longer. */
  readonly ended: Promise<string>
  /** Gives the address back, and does not renew it any more. */
  release(): void
}

/** How long an answer is waited for, at first and at most (7.6); after each question without one about twice as long (15). */
const soliciting = { firstMs: 1_000, longestMs: 8_000 }
const renewing = { firstMs: 10_000, longestMs: 600_000 }
/** A random factor on each wait (15), so that not all hosts ask at once after a power cut. */
const jitter = () => 0.9 + crypto().randomInt(2_000) / 10_000

type Question = Pick<Dhcpv6Question, 'kind' | 'server' | 'address'>
type Heard = Exclude<Dhcpv6Verdict, { readonly is: 'nothing' }>

interface Client {
  readonly datagrams: Datagrams
  readonly identity: Uint8Array
  readonly home: readonly string[]
  readonly signal: AbortSignal
}

/** Asks until an answer says something, and returns the first such answer; null where none came in time, or when aborted. */
async function ask(
  { datagrams, identity, home, signal }: Client,
  question: Question,
  { firstMs, longestMs, deadlineMs }: typeof soliciting & { readonly deadlineMs: number },
): Promise<Heard | null> {
  const asked = { ...question, transaction: crypto().randomInt(0x1000000), client: identity }
  const begun = performance.now()
  const answered = new AbortController()
  const waiting = AbortSignal.any([signal, answered.signal])
  const heard: Heard[] = []
  const deaf = datagrams.listen((bytes) => {
    const answer = decodeDhcpv6(bytes)
    const verdict = answer && judgeDhcpv6(asked, answer, home)
    if (!verdict || verdict.is === 'nothing') return
    heard.push(verdict)
    answered.abort()
  })
  try {
    for (let wait = firstMs; ; wait = Math.min(wait * 2, longestMs)) {
      const elapsedMs = performance.now() - begun
      if (waiting.aborted || elapsedMs >= deadlineMs) return heard[0] ?? null
      datagrams.send(encodeDhcpv6({ ...asked, elapsedMs }))
      await after(Math.min(wait * jitter(), deadlineMs - elapsedMs), waiting)
    }
  } finally {
    deaf()
  }
}

/**
 * Asks for an address by a Solicit, which a server answers by the lease or by an offer. The first offer is taken: 18.2.1 would wait a
 * second for better ones, but a home has one server.
 */
async function acquire(client: Client, deadlineMs: number): Promise<Dhcpv6Lease | string> {
  const until = performance.now() + deadlineMs
  const timing = () => ({ ...soliciting, deadlineMs: until - performance.now() })
  const first = await ask(client, { kind: 'solicit', server: null, address: null }, timing())
  const heard =
    first?.is === 'offer'
      ? await ask(client, { kind: 'request', server: first.server, address: null }, timing())
      : first
  if (heard?.is === 'lease') return heard.lease
  return heard?.is === 'refused' ? heard.why : 'no DHCPv6 server answers'
}

/** Renews the lease until it ends, and says why it ended; null when aborted. */
async function hold(client: Client, taken: Dhcpv6Lease): Promise<string | null> {
  for (let lease = taken, since = performance.now(); ; ) {
    const { address, server } = lease
    const left = (seconds: number) => ({ ...renewing, deadlineMs: since + seconds * 1000 - performance.now() })
    await after(left(lease.renewAfter).deadlineMs, client.signal)
    const heard =
      (await ask(client, { kind: 'renew', server, address }, left(lease.rebindAfter))) ??
      (await ask(client, { kind: 'rebind', server: null, address }, left(lease.endsAfter)))
    if (client.signal.aborted) return null
    if (heard?.is !== 'lease') return heard?.is === 'refused' ? heard.why : 'nobody renewed it'
    lease = heard.lease
    since = performance.now()
  }
}

/** Takes an address. Says in words why there is none, where none came in time. */
export async function takeAddress(
  options: Omit<Client, 'signal'> & { readonly deadlineMs: number; readonly signal: AbortSignal },
): Promise<HeldAddress | string> {
  const { datagrams, identity, deadlineMs } = options
  const lease = await acquire(options, deadlineMs)
  if (typeof lease === 'string') return lease
  const { address, server } = lease
  const holding = new AbortController()
  const held = hold({ ...options, signal: holding.signal }, lease)
  return {
    address,
    ended: new Promise((resolve) => void held.then((why) => why !== null && resolve(why))),
    release() {
      if (holding.signal.aborted) return
      holding.abort()
      const transaction = crypto().randomInt(0x1000000)
      // The release is sent once, as the tunnel that carries it ends as well. A lease that is not given back ends by itself.
      datagrams.send(encodeDhcpv6({ kind: 'release', transaction, client: identity, server, elapsedMs: 0, address }))
      datagrams.close()
    },
  }
}
