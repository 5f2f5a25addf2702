/** Gives nft its lines, which become true in one transaction (nft(8), -f). */
import type { CommandRunner, Refusal } from './ports.ts'

/** @returns null when they are true. Rejects only with an abort. */
export type ApplyRuleset = (lines: readonly string[], signal: AbortSignal) => Promise<Refusal | null>

export const createNft =
  (runner: CommandRunner, deadlineMs: number): ApplyRuleset =>
  async (lines, signal) => {
    const { exitCode, stderr } = await runner.run('nft', ['-f', '-'], {
      stdin: `${lines.join('\n')}\n`,
      deadlineMs,
      signal,
    })
    return exitCode === 0 ? null : { error: exitCode === null ? 'ETIMEDOUT' : 'nft', words: stderr.trim() }
  }
