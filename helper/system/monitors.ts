/** Lists the programs that report changes of the system for as long as they run, and decides which of their lines are news. */
import { guardTable, inputTable } from '../core/change/marks.ts'
import { createRenewals } from '../core/roaming/renewals.ts'

export interface Monitor {
  readonly program: string
  readonly args: readonly string[]
  /** Makes the test of a line for one run of the program: whether the line is news. Null: all lines are news, and none is read. */
  readonly news: (() => (line: string) => boolean) | null
}

/** "add rule inet roam6 input …", "insert …", "delete rule inet roam6 input handle 4" (nft(8), MONITOR). */
const aboutOurTable = new RegExp(`^\\w+ rule inet (${inputTable}|${guardTable}) `)

export const monitors: readonly Monitor[] = [
  {
    program: 'ip',
    args: ['-o', 'monitor', 'link', 'address', 'route', 'rule', 'netconf'],
    news: () => {
      const renews = createRenewals()
      return (line) => !renews(line)
    },
  },
  {
    // Security associations and policies that come and go; one that reaches the end of its lifetime is reported only as expired.
    // `ip` writes keys here (6.15 accepts the word `nokeys`, and prints them all the same), so its lines are never read.
    program: 'ip',
    args: ['xfrm', 'monitor', 'nokeys', 'SA', 'policy', 'expire'],
    news: null,
  },
  {
    // Only rules are listened to. When a chain, a table or the whole ruleset is deleted, each rule in it is reported, and every
    // table of ours has rules. Elements of sets are not listened to: other programs change them all day long.
    program: 'nft',
    args: ['monitor', 'rules'],
    news: () => (line) => aboutOurTable.test(line),
  },
]
