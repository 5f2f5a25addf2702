import { completionScript, shells } from '../text/completion.ts'
import { UsageError, type Verb } from '../verb.ts'

/** @param table the verbs, this one included: known only when it runs */
export const completion = (table: () => readonly Verb[]): Verb => ({
  name: 'completion',
  summary: 'print the completion script of a shell',
  details: 'For instance: roam6 completion bash > ~/.local/share/bash-completion/completions/roam6',
  operand: { name: 'SHELL', required: true, says: shells.join(', '), completes: shells },
  offline: true,
  async run(call, context) {
    const shell = shells.find((name) => name === call.operands[0])
    if (!shell) throw new UsageError(`completion is there for ${shells.join(', ')}`)
    context.print(completionScript(shell, table()).trimEnd())
    return 0
  },
})
