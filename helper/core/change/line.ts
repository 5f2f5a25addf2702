/** One line for a program that reads a batch from standard input, as a list of words. */
import type { Family } from './change.ts'

export interface Line {
  /**
   * `ip -4` or `ip -6`: rules without an address need to be told. Both: `ip` alone, for what stands before all else and
   * goes after it. nftables' own family of both: `nft`.
   */
  readonly family: Family | 'both' | 'inet'
  readonly words: readonly string[]
}
