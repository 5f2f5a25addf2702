/** What makes changes true, as a person would type it: commands of ip(8), and lines for nft(8). */
import type { Change } from '../../helper/core/change/change.ts'
import { makeRequests } from '../../helper/core/change/make.ts'
import type { Request } from '../../helper/core/change/request.ts'
import { requestWords } from '../../helper/core/change/request-words.ts'

export const typed = (requests: readonly Request[]): readonly string[] =>
  requests.flatMap((request) => (request.kind === 'ruleset' ? request.lines : [requestWords(request).join(' ')]))

export const commandsOf = (changes: readonly Change[]): readonly string[] => typed(changes.flatMap(makeRequests))
