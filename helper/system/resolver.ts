import { lookup } from 'node:dns/promises'
import { parseAddress } from '../core/ip.ts'
import { done, failed, finding, type Outcome } from '../core/outcome.ts'
import type { Resolve } from './ports.ts'

/** Resolves names as the laptop's applications do, by getaddrinfo(3): /etc/hosts, the network's DNS, the order of RFC 6724. */
export const createResolver =
  (deadlineMs: number): Resolve =>
  async (name, signal): Promise<Outcome<string>> => {
    const literal = parseAddress(name)
    if (literal) return done(literal.address)
    // getaddrinfo cannot be cancelled. After an abort its answer is no longer waited for.
    const late = AbortSignal.any([AbortSignal.timeout(deadlineMs), ...(signal ? [signal] : [])])
    const tooLate = new Promise<never>((_, reject) => {
      late.addEventListener('abort', () => reject(late.reason), { once: true })
    })
    try {
      const { address } = await Promise.race([lookup(name, { order: 'verbatim' }), tooLate])
      return done(address)
    } catch (error) {
      signal?.throwIfAborted()
      return failed(
        finding('gateway-unresolved', { gateway: name }, [String(error instanceof Error ? error.message : error)]),
      )
    }
  }
