/** Programs that tell of changes for as long as they run, and which of their lines are news to us. */
import { guardTable, inputTable } from '../core/change/marks.ts'
import { createRenewals } from '../core/roaming/renewals.ts'

export interface Monitor {
  readonly program: string
  readonly args: readonly string[]
  /** For one run of it: whether a line is news. Null: whatever is written is news, and is not looked at. */
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
    // Associations and policies that come and go. One that reaches the end of its lifetime is told as expired alone. `ip` writes
    // keys here (6.15 takes the word `nokeys` and prints them all the same), so nothing of it becomes a text.
    program: 'ip',
    args: ['xfrm', 'monitor', 'nokeys', 'SA', 'policy', 'expire'],
    news: null,
  },
  {
    // Rules alone: each rule that goes with its chain, its table or the whole ruleset is told one by one, and none of ours is
    // without any. Elements of sets, which others change all day long, are not told.
    program: 'nft',
    args: ['monitor', 'rules'],
    news: () => (line) => aboutOurTable.test(line),
  },
]
