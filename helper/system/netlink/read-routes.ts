/**
 * Routes, as many as can be listed. A router may advertise prefixes of IPv6 by the hundred thousand, and the kernel makes a route of
 * each (tried); whoever can be kept from looking by that can be kept from anything. So the list of all has a length and a deadline. Beyond
 * those, what is asked for is what nothing is done without: all of IPv4, and our own table of IPv6. The others are then as they were last listed.
 */

import { table } from '../../core/change/marks.ts'
import type { ObservedRoute } from '../../core/change/observed.ts'
import type { Unnamed } from '../../core/netlink/links.ts'
import type { Question } from '../../core/netlink/question.ts'
import { askRoutes, askRoutesOf, decodeRoute } from '../../core/netlink/routes.ts'
import { type Ask, NetlinkFailed } from './ask.ts'

export type NumberedRoute = Unnamed<ObservedRoute>

/** A laptop has a few dozen. Each is compared with others in each turn of the loop. */
const most = 5_000
/** Half of what a look may take. A list of a dozen takes less than a millisecond. */
const listMs = 750
/** As long as it takes a person to notice, the list of all is not tried again. */
const restMs = 10_000

export interface Routes {
  /** Rejects where not even the needed ones can be had. */
  read(ask: (signal?: AbortSignal) => Ask): Promise<readonly NumberedRoute[]>
  /** Whether some of IPv6 are only as they were last listed. */
  readonly isPartial: boolean
}

export function createRoutes(): Routes {
  let others: readonly NumberedRoute[] = []
  let restsUntil = 0

  async function listed(ask: Ask, question: Question, decode = decodeRoute): Promise<readonly NumberedRoute[]> {
    const answer = await ask(question, decode)
    if ('entries' in answer) return answer.entries
    // No route was ever made in that table.
    if (answer.refused === 'ENOENT') return []
    throw new NetlinkFailed(`rtnetlink question ${question.type}: ${answer.refused}`)
  }

  async function all(ask: (signal: AbortSignal) => Ask) {
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(new NetlinkFailed(`no list of all routes within ${listMs} ms`)), listMs)
    let count = 0
    const counted = (body: Uint8Array) => {
      count += 1
      if (count > most) throw new NetlinkFailed(`more than ${most} routes`)
      return decodeRoute(body)
    }
    try {
      return await listed(ask(late.signal), askRoutes, counted)
    } catch {
      // Too many, or they change faster than they are listed. What is wrong with the kernel itself, the needed ones say as well.
      restsUntil = performance.now() + restMs
      return null
    } finally {
      clearTimeout(timer)
    }
  }

  const isPartial = () => performance.now() < restsUntil

  return {
    get isPartial() {
      return isPartial()
    },
    async read(ask) {
      const known = isPartial() ? null : await all(ask)
      if (known) {
        others = known.filter((route) => route.family === 6 && route.table !== table)
        return known
      }
      const [four, ours] = await Promise.all([listed(ask(), askRoutesOf(4)), listed(ask(), askRoutesOf(6, table))])
      return [...four, ...ours.filter((route) => route.table === table), ...others]
    },
  }
}
