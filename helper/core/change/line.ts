/** One line for a program that reads a batch from standard input, as a list of words. */
import type { Family } from './change.ts'

export interface Line {
  /**
   * The program that reads the line: `ip` for 4, `ip -6` for 6, which rules without an address need; `ip` for "both", whose lines are
   * made before all others and undone after them; `nft` for "inet".
   */
  readonly family: Family | 'both' | 'inet'
  readonly words: readonly string[]
}
