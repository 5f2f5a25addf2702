import { didYouMean } from '../../../helper/core/nearest.ts'
import { completionScript, type Shell, shells } from '../text/completion.ts'
import { UsageError, type Verb } from '../verb.ts'

/** Each shell looks for it there, below a person's own folder, which must exist. */
const places: Readonly<Record<Shell, readonly string[]>> = {
  bash: ['roam6 completion bash > ~/.local/share/bash-completion/completions/roam6'],
  // The folder is not among zsh's own.
  zsh: ['roam6 completion zsh > ~/.zfunc/_roam6', '# in ~/.zshrc, before compinit: fpath=(~/.zfunc $fpath)'],
  fish: ['roam6 completion fish > ~/.config/fish/completions/roam6.fish'],
}

/** @param table the verbs, this one included: known only when it runs */
export const completion = (table: () => readonly Verb[]): Verb => ({
  name: 'completion',
  summary: 'print the completion script of a shell',
  details: 'It completes verbs, options, their values, files, and the names of profiles as the helper tells them.',
  operand: { name: 'SHELL', required: true, says: shells.join(', '), completes: shells },
  offline: true,
  examples: shells.map((shell) => ({ says: `For ${shell}`, lines: places[shell] })),
  async run({ operands: [given = ''] }, context) {
    const shell = shells.find((name) => name === given)
    if (!shell)
      throw new UsageError(
        `there is no completion for “${given}”, but for ${shells.join(', ')}${didYouMean(given, shells)}`,
      )
    context.print(completionScript(shell, table()).trimEnd())
    return 0
  },
})
